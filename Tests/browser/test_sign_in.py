"""Signing in and out."""

from console import ConsoleTestCase
from pages import PAGES


class SignInTests(ConsoleTestCase):
    def path(self):
        return self.browser.script("return location.pathname + location.search")

    def test_the_demonstration_signs_in_by_one_click_and_goes_on_to_the_page(self):
        self.open("/?user=director&server=2", role=None)
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")
        self.find(".offer").click()
        self.wait("location.pathname === '/'", "the calls")
        self.assertIn("user=director", self.path())
        cookie = self.browser.driver.get_cookie("resolver_session")
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Strict")
        self.assertNotIn("resolver_session", self.browser.script("return document.cookie"))

    def test_a_wrong_token_is_told_in_one_sentence(self):
        self.expect_complaints()
        self.open("/console/sign-in", role=None)
        self.find("#token").send_keys("wrong\n")
        self.wait("document.getElementById('refusal')", "the refusal")
        self.assertEqual(self.text("#refusal"), "This token is not known here, or was revoked.")
        self.assertIsNone(self.browser.driver.get_cookie("resolver_session"))
        self.find("#token").send_keys("demo-report\n")
        self.wait("document.getElementById('counts')", "the calls")

    def test_signing_out_ends_it(self):
        self.open("/")
        self.find(".account button").click()
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")
        self.assertIsNone(self.browser.driver.get_cookie("resolver_session"))
        self.open("/", role=None)
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")

    def test_who_is_signed_in_already_does_not_sign_in_again(self):
        self.open("/console/sign-in?to=%2F%3Fserver%3D2")
        self.wait("location.pathname === '/'", "the calls")

    def test_the_navigation_leads_to_what_the_role_may_see(self):
        self.open("/", role="report")
        for link in [link.get_attribute("href") for link in self.find_all("nav a")]:
            self.browser.driver.get(link)
            self.assertEqual(len(self.find_all("nav a[aria-current]")), 1, link)

    def test_a_page_for_administrators_tells_others_so(self):
        self.expect_complaints()
        for page in PAGES:
            if page.role != "admin":
                continue
            with self.subTest(page.name):
                self.open(page.at(self.demonstration), role="report")
                self.assertIn("needs a token of the role admin", self.find("main").text)
                self.assertEqual(self.find("h1").text, "For administrators")
