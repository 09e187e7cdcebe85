"""The entries in their scopes, and the test of a connection."""

from console import ConsoleTestCase

COMPANY = "5d2f7c1ab3e94601:-1b7c2a10:19a7b3c4d5e:-7ffe"
LEEDS = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"


class RecordingTests(ConsoleTestCase):
    def open_recording(self):
        self.open("/console/recording", role="admin")
        self.wait("document.querySelector('#users tr')", "the registry")

    def entry(self, guid):
        return self.find(f"[data-entry='{guid}']")

    def outcome(self, guid):
        self.entry(guid).find_element("css selector", ".test").click()
        self.wait(f"document.querySelector(\"[data-entry='{guid}'] .outcome\")", "the outcome")
        return self.entry(guid).find_element("css selector", ".outcome").get_attribute("data-outcome")

    def steps(self, guid):
        return [
            (step.get_attribute("data-step"), step.get_attribute("data-outcome"))
            for step in self.entry(guid).find_elements("css selector", ".step")
        ]

    def test_scopes_are_a_tree_with_each_entry_in_its_place(self):
        self.open_recording()
        self.assertIn("4 entries · 8 users", self.text("#summary"))
        places = self.browser.script(
            "return Object.fromEntries([...document.querySelectorAll('[data-entry]')].map((entry) => {"
            "  const place = []; for (let node = entry.closest('.node'); node; node = node.parentElement.closest('.node'))"
            "    place.unshift(node.querySelector('.node-head strong').textContent);"
            "  return [entry.querySelector('h3').textContent, place]; }))"
        )
        self.assertEqual(places["Company Dubber"], ["All Telephony Servers"])
        self.assertEqual(places["Head office Dubber"], ["All Telephony Servers", "Head office"])
        self.assertEqual(places["Leeds Dubber"], ["All Telephony Servers", "Head office", "Leeds"])

    def test_who_uses_an_entry_is_listed_when_asked(self):
        self.open_recording()
        summary = self.entry(LEEDS).find_element("css selector", "summary")
        self.assertIn("used by 2 users", summary.text)
        self.assertIn("1 out of scope", summary.text)
        summary.click()
        self.wait(f"document.querySelectorAll(\"[data-entry='{LEEDS}'] .names li\").length === 2", "the users")
        self.assertIn("Leeds team leader", self.entry(LEEDS).text)
        self.assertIn("Out of scope", self.entry(LEEDS).text)

    def test_users_tell_whether_their_setting_is_of_use(self):
        self.open_recording()
        rows = {row.find_element("css selector", "th .hint").text.split(",")[0]: row.text for row in self.find_all("#users tr")}
        self.assertIn("May play", rows["director"])
        self.assertIn("No playback", rows["visitor"])
        self.assertIn("Out of scope", rows["elsewhere"])

    def test_finding_leaves_what_matches(self):
        self.open_recording()
        self.find("#find").send_keys("leeds")
        self.assertEqual([entry.get_attribute("data-entry") for entry in self.find_all("[data-entry]")], [LEEDS])
        self.assertLess(len(self.find_all("#users tr")), 8)
        self.find("#find").send_keys(" nothing at all")
        self.assertTrue(self.find("#none").is_displayed())

    def test_a_connection_that_works_passes_every_step_on_both_hosts(self):
        self.open_recording()
        self.assertEqual(self.outcome(COMPANY), "passed")
        steps = [("token", "passed"), ("profile", "passed"), ("list", "passed"), ("detail", "passed")]
        self.assertEqual(self.steps(COMPANY), steps + steps)
        self.assertIn("200", self.entry(COMPANY).find_element("css selector", ".figures").text)

    def test_a_host_that_is_down_says_where_it_failed_and_what_to_do(self):
        self.open_recording()
        self.assertEqual(self.outcome(LEEDS), "partly")
        self.assertEqual(self.steps(LEEDS)[:3], [("token", "failed"), ("profile", "skipped"), ("list", "skipped")])
        text = self.entry(LEEDS).text
        self.assertIn("Host 1 failed at signing in", text)
        self.assertIn("What to do:", text)

    def test_refused_credentials_say_what_to_correct(self):
        self.demonstration.fault("tokenRefused", region="uk1")
        try:
            self.open_recording()
            self.assertEqual(self.outcome(COMPANY), "partly")
            self.assertIn("AuthUserID1", self.entry(COMPANY).text)
        finally:
            self.demonstration.clear_faults()
        self.open_recording()
        self.assertEqual(self.outcome(COMPANY), "passed")

    def test_no_secret_is_in_the_page(self):
        self.open_recording()
        self.outcome(COMPANY)
        source = self.browser.driver.page_source
        for secret in ("democompanykey", "demosecr", "demoauth", "demotoken"):
            self.assertNotIn(secret, source)
