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

    def enter(self, username, password):
        self.find("#username").send_keys(username)
        self.find("#password").send_keys(password + "\n")

    def test_an_administrator_signs_in_by_name_and_password(self):
        self.expect_complaints()
        self.open("/console/recording?x=1", role=None)
        self.wait("document.activeElement?.id === 'username'", "the sign-in")
        self.enter("administrator", "wrong")
        self.wait("document.getElementById('refusal')", "the refusal")
        self.assertEqual(self.text("#refusal"), "The user name or the password is wrong.")
        self.assertIsNone(self.find("details.token").get_attribute("open"))
        self.enter("administrator", "demo-admin")
        self.wait("location.pathname === '/console/recording'", "the entries")
        self.assertEqual(self.text(".who"), "administrator\nAdministrator")

    def test_an_administrator_of_a_part_sees_that_part(self):
        scope = {"telSysID": 1, "partIDInTelSys": 2}
        self.demonstration.import_users(
            {"username": "in leeds", "scope": scope, "administrator": True, "password": "a good password"}
        )
        self.open("/console/sign-in", role=None)
        self.enter("in leeds", "a good password")
        self.wait("document.getElementById('counts')", "the calls")
        self.assertEqual(self.text(".who"), "in leeds\nAdministrator of Partition 2 of Telephony Server 1")
        readers = self.browser.script("return [...document.querySelectorAll('[name=user] option')].map((it) => it.value)")
        self.assertEqual(readers, ["leeds"])
        self.assertEqual([link.text for link in self.find_all("header nav a")], ["Calls", "Why?", "Administration"])
        self.browser.driver.get(self.demonstration.address + "/console/recording")
        self.wait("document.documentElement.dataset.ready", "the entries")
        self.assertIn("Leeds", self.find("main").text)
        self.assertNotIn("Head office Dubber", self.find("main").text)

    def test_a_wrong_token_is_told_in_one_sentence(self):
        self.expect_complaints()
        self.open("/console/sign-in", role=None)
        self.find("details.token summary").click()
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
                self.assertIn("is for administrators", self.find("main").text)
                self.assertEqual(self.find("h1").text, "For administrators")
