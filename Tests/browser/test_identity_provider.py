"""Signing in by an independent identity provider."""

from console import ConsoleTestCase, Demonstration, browser
from identity_provider import IdentityProvider, free_port


class IdentityProviderTests(ConsoleTestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = IdentityProvider()
        cls.addClassCleanup(cls.provider.stop)
        port = free_port()
        cls.demonstration = Demonstration(
            port,
            RESOLVER_HTTP_PUBLIC_BASE_URL=f"http://127.0.0.1:{port}",
            RESOLVER_OIDC_ISSUER=cls.provider.issuer,
            RESOLVER_OIDC_CLIENT_ID="playback",
            RESOLVER_OIDC_CLIENT_SECRET="a secret",
            RESOLVER_OIDC_LABEL="Example",
            RESOLVER_OIDC_ROLE_CLAIM="groups",
            RESOLVER_OIDC_REPORT_ROLE="readers",
        )
        cls.addClassCleanup(cls.demonstration.stop)
        cls.browser = browser()
        cls.provider.add_user("1", preferred_username="administrator")
        cls.provider.add_user("2", preferred_username="a reader", groups=["others", "readers"])
        cls.provider.add_user("3", preferred_username="supervisor")

    def tearDown(self):
        # What the provider's page complains of, such as a style that it has elsewhere, is its own.
        own = [it for it in self.browser.errors() if it.startswith(self.demonstration.address)]
        if not self.complains:
            self.assertEqual(own, [], "the console complained")

    def sign_in_as(self, sub, path="/"):
        self.open(path, role=None)
        self.wait("document.querySelector('.provider a')", "the sign-in")
        self.assertEqual(self.text(".provider"), "Sign in with Example")
        self.find(".provider a").click()
        self.wait("document.querySelector('[name=sub]')", "the provider's page")
        self.find("[name=sub]").send_keys(sub)
        self.find("button[type=submit]").click()

    def test_an_administrator_of_the_registry_comes_in_and_gets_to_the_page(self):
        self.sign_in_as("1", "/console/recording")
        self.wait("location.pathname === '/console/recording'", "the entries")
        self.assertEqual(self.text(".who"), "administrator\nAdministrator")
        cookies = self.browser.driver.get_cookies()
        self.assertEqual([it["name"] for it in cookies if it["name"].startswith("resolver_")], ["resolver_session"])
        self.find(".account button").click()
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")

    def test_a_role_lets_somebody_read_reports(self):
        self.sign_in_as("2", "/?user=director")
        self.wait("document.getElementById('counts')", "the calls")
        self.assertEqual(self.text(".who"), "a reader\nReports")
        self.assertEqual(len(self.find_all("nav a")), 1)

    def test_who_is_no_administrator_is_told_so(self):
        self.expect_complaints()
        self.sign_in_as("3")
        self.wait("location.pathname === '/console/sign-in/oidc/callback'", "the refusal")
        self.assertIn("you are no administrator here", self.text("main"))
        self.assertEqual(self.browser.driver.get_cookies(), [])
        self.find("main a").click()
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")

    def test_who_refuses_at_the_provider_is_not_signed_in(self):
        self.expect_complaints()
        self.open("/console/sign-in/oidc", role=None)
        self.wait("document.querySelector('[name=sub]')", "the provider's page")
        self.find("button[name=action][value=deny]").click()
        self.wait("location.pathname === '/console/sign-in/oidc/callback'", "the refusal")
        self.assertEqual(self.text("h1"), "Not signed in")
        # This provider leaves the state out of a refusal, so that it could be anybody's (RFC 6749 §4.1.2.1).
        self.assertIn("does not belong to the sign-in that was begun in this browser", self.text("main"))
        self.assertEqual(self.browser.driver.get_cookies(), [])
