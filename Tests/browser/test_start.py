"""Where no calls are listed: the first steps, opening a call, ways on."""

import urllib.parse

import accessibility
from console import ConsoleTestCase, RunningService
from selenium.webdriver.common.keys import Keys

SERVER = '{"telephonyServers":[{"telSysID":1,"description":"Head office"}]}'
ENTRY = '{"callRecInts":[{"callRecIntGUID":"first-entry","telSysID":1,"description":"First entry"}]}'
USER = '{"users":[{"username":"pat","fullName":"Pat Example","scope":{"telSysID":1},"recordingPlayback":"first-entry"}]}'
LEAD = (
    '{"users":[{"username":"lead","scope":{"telSysID":1},"administrator":true,"password":"lead-password"}]}'
)


class StartTestCase(ConsoleTestCase):
    @classmethod
    def make_service(cls):
        return RunningService()

    def token(self, role):
        """The secret of a new token."""
        name = f"{role}-{self.id().rsplit('.', 1)[-1]}"
        words = self.demonstration.run("token", "create", "--name", name, "--role", role).split()
        return max(words, key=len)

    def open_start(self, role="admin"):
        self.add_session(self.demonstration.session(token=self.token(role)))
        self.open("/", role=None)

    def steps(self):
        """Which steps there are, and whether each is done."""
        return [
            (step.find_element("css selector", "h3").text, bool(step.find_elements("css selector", ".done")))
            for step in self.find_all(".step")
        ]

    def import_text(self, text):
        self.demonstration.import_text(text)


class FirstStepsTests(StartTestCase):
    def test_who_signs_in_first_is_told_three_steps_and_each_is_ticked_off(self):
        token = self.token("admin")
        self.open("/", role=None)
        self.find("details.token summary").click()
        self.find("details.token input[type=password]").send_keys(token, Keys.ENTER)
        self.wait("location.pathname === '/' && document.querySelector('.steps')", "the first steps")
        self.assertEqual(self.text("h1"), "Three steps to the first recording")
        self.assertEqual(self.steps(), [("Telephony Servers", False), ("A recording entry", False), ("Users", False)])
        self.assertIn("playback-resolver import registry.json", self.text(".file"))
        links = [link.get_attribute("href").removeprefix(self.demonstration.address) for link in self.find_all(".step a")]
        self.assertEqual(links, ["/console/servers", "/console/recording", "/console/users"])
        for text, done in ((SERVER, [True, False, False]), (ENTRY, [True, True, False])):
            self.import_text(text)
            self.browser.driver.refresh()
            self.assertEqual([is_done for _, is_done in self.steps()], done)
            self.assertEqual(len(self.find_all(".step.next")), 1)
        self.import_text(USER)
        self.browser.driver.refresh()
        self.assertEqual(self.steps(), [])
        self.assertEqual(self.text("h1"), "What would you like to do?")
        self.assertIn("Recording", self.text(".ways"))

    def test_the_page_of_entries_says_what_to_do_while_there_are_none(self):
        self.add_session(self.demonstration.session(token=self.token("admin")))
        self.open("/console/recording", role=None)
        self.wait("document.documentElement.dataset.ready", "the tree")
        self.assertIn("No Telephony Server yet", self.text("#empty"))


class WaysTests(StartTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for text in (SERVER, ENTRY, USER, LEAD):
            cls.demonstration.import_text(text)

    def test_a_reports_token_opens_calls_and_is_led_nowhere_else(self):
        self.open_start("report")
        self.assertEqual(self.text("h1"), "What would you like to do?")
        self.assertEqual(self.find_all(".steps, .ways"), [])
        self.assertTrue(self.find("#link").is_displayed())

    def test_who_administers_a_part_is_led_to_its_pages(self):
        self.add_session(self.demonstration.session(username="lead", password="lead-password"))
        self.open("/", role=None)
        self.assertEqual(self.find_all(".steps"), [])
        ways = [way.text for way in self.find_all(".ways strong")]
        self.assertIn("Why?", ways)
        self.assertIn("Recording", ways)
        self.assertNotIn("Live", ways)
        self.assertNotIn("Tokens", ways)

    def test_a_call_is_opened_by_a_link_to_it_from_anywhere(self):
        query = urllib.parse.urlencode({"user": "pat", "telSysID": 1, "startTime": "2026-11-20T09:15:03Z", "from": "+44 <b>"})
        for link in (f"https://elsewhere.example/console/calls/S-1?{query}", f"  /console/calls/S-1?{query} "):
            self.open_start("report") if not self.find_all("#link") else self.browser.driver.back()
            self.wait("document.getElementById('link')", "the field")
            self.find("#link").clear()
            self.find("#link").send_keys(link, Keys.ENTER)
            self.wait("location.pathname === '/console/calls/S-1'", "the call")
            self.assertIn("+44 <b> to unknown", self.text("h1"))

    def test_what_is_no_link_to_a_call_is_said_and_leads_nowhere(self):
        self.open_start("report")
        for link in ("", "nonsense", "javascript:alert(1)", "https://elsewhere.example/", "//elsewhere.example/console/calls/../..", "x" * 10_000):
            with self.subTest(link[:40]):
                self.browser.script("arguments[0].value = arguments[1]", self.find("#link"), link)
                self.find("#link-form button").click()
                self.assertTrue(self.text("#link-fault"))
                self.assertEqual(self.find("#link").get_attribute("aria-invalid"), "true")
                self.assertEqual(self.browser.script("return location.pathname"), "/")

    def test_a_call_is_opened_by_its_data(self):
        self.open_start("report")
        self.find("#by-data summary").click()
        field = lambda name: self.find(f"#data-form [name={name}]")
        press = lambda: self.find("#data-form button").click()
        press()
        self.assertEqual(self.text("#data-fault"), "Report user is needed.")
        field("user").send_keys("pat")
        field("telSysID").send_keys("one")
        field("startTime").send_keys("2026-11-20 09:15")
        press()
        self.assertEqual(self.text("#data-fault"), "Telephony Server must be a whole number.")
        field("telSysID").clear()
        field("telSysID").send_keys("1")
        press()
        self.assertIn("a time with its zone", self.text("#data-fault"))
        field("startTime").clear()
        field("startTime").send_keys("2026-11-20T09:15:03Z")
        field("to").send_keys("+441632960222")
        press()
        self.wait("location.pathname.startsWith('/console/calls/')", "the call")
        self.assertIn("to +441632960222", self.text("h1"))
        self.assertIn("Pat Example (pat)", self.text("main"))

    def test_every_state_of_the_page_is_accessible_and_fits(self):
        for role in ("admin", "report"):
            self.open_start(role)
            self.find("#by-data summary").click()
            for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)):
                self.browser.colours(scheme)
                self.browser.resize(width, 800)
                self.assertEqual(accessibility.violations(self.browser), [], f"{role}, {scheme}, {width} pixels")
                self.assertEqual(self.browser.script("return document.documentElement.scrollWidth"), width)
            self.browser.driver.delete_all_cookies()
