"""Administration > Who listened, and who changed what."""

import urllib.request

import insight
from console import ConsoleTestCase
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

PASSWORD = "correct horse battery"


class ListenedTestCase(ConsoleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = insight.recorded(cls.demonstration, insight.HEAD_OFFICE)
        results = {}
        for user in ("director", "supervisor"):
            answer = cls.demonstration.post("/v1/availability", {"user": user, "segments": [cls.call]})
            results[user] = answer["results"][0]["recordings"][0]
            urllib.request.urlopen(cls.demonstration.address + results[user]["audioURL"]).read()
        cls.recording = results["director"]["recordingID"]
        cls.demonstration.post("/v1/tokens", {"name": "=1+1", "role": "report"})

    def show(self, query="", role="admin"):
        self.open(f"/console/listened{query}", role=role)
        self.read(0)

    def read(self, before):
        self.wait(f"Number(document.getElementById('found').dataset.read ?? 0) > {before}", "the rows")

    def press(self, act):
        before = int(self.find("#found").get_attribute("data-read"))
        act()
        self.read(before)

    def rows(self):
        return [row.text for row in self.find_all("#rows tr")]


class ListenedTests(ListenedTestCase):
    def test_playbacks_are_listed_newest_first_and_narrowed_by_user(self):
        self.show()
        self.assertEqual(len(self.rows()), 2)
        self.assertIn("supervisor", self.rows()[0])
        self.assertIn("Under way", self.rows()[0])
        self.press(lambda: self.find_all("#rows tr")[-1].find_element("css selector", "a").click())
        self.assertIn("user=director", self.browser.driver.current_url)
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(self.find("[name=user]").get_attribute("value"), "director")
        self.press(self.browser.driver.back)
        self.assertEqual(len(self.rows()), 2)

    def test_the_filters_stand_in_the_address_so_that_a_link_can_be_sent(self):
        self.show()
        self.find("[name=user]").send_keys("director")
        Select(self.find("[name=outcome]")).select_by_value("open")
        self.press(self.find("#filters [type=submit]").click)
        address = self.browser.driver.current_url
        self.assertEqual(len(self.rows()), 1)
        self.browser.driver.get("about:blank")
        self.browser.driver.get(address)
        self.read(0)
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(self.find("[name=outcome]").get_attribute("value"), "open")
        table = self.find("#table").get_attribute("href")
        self.assertIn("format=csv", table)
        self.assertIn("user=director", table)
        self.press(self.find("#filters [type=reset]").click)
        self.assertEqual(len(self.rows()), 2)
        self.assertTrue(self.browser.driver.current_url.endswith("/console/listened"))

    def test_a_call_is_found_by_its_id_and_what_nobody_knows_is_said_so(self):
        self.show()
        self.find("[name=call]").send_keys(self.call["externalCallID"])
        self.press(self.find("#filters [type=submit]").click)
        self.assertEqual(len(self.rows()), 2)
        self.find("[name=call]").send_keys("-and-more")
        self.press(self.find("#filters [type=submit]").click)
        self.assertIn("No recording of this call is known", self.text("#summary"))

    def test_times_are_where_the_viewer_is(self):
        self.show("?since=2000-01-01T00:00:00Z")
        self.assertEqual(len(self.rows()), 2)
        local = self.browser.script("return new Date('2000-01-01T00:00:00Z').getHours()")
        self.assertIn(f"T{local:02}:00", self.find("[name=since]").get_attribute("value"))
        self.show("?until=2000-01-01T00:00:00Z")
        self.assertIn("Nothing fits", self.text("#summary"))

    def test_an_address_that_is_not_right_is_told_in_words(self):
        self.expect_complaints()
        self.open("/console/listened?outcome=nonsense", role="admin")
        self.wait("!document.getElementById('refusal').hidden", "the refusal")
        self.assertIn("outcome must be one of", self.text("#refusal"))

    def test_who_changed_what_stands_beside_it(self):
        self.show()
        self.find(".tabs a:not([aria-current])").click()
        self.wait("document.getElementById('found')?.dataset.show === 'changes'", "the changes")
        self.read(0)
        self.assertTrue(any("Made a token" in row and "=1+1" in row and "demo-admin" in row for row in self.rows()))
        Select(self.find("[name=kind]")).select_by_value("key")
        self.press(self.find("#filters [type=submit]").click)
        self.assertTrue(all("key" in row for row in self.rows()))
        self.assertIn("show=changes", self.browser.driver.current_url)
        href = self.find("#table").get_attribute("href")
        self.assertIn("/v1/audit/changes?", href)
        request = urllib.request.Request(
            f"{self.demonstration.address}/v1/audit/changes?format=csv", headers={"Authorization": "Bearer demo-admin"}
        )
        self.assertIn("'=1+1", urllib.request.urlopen(request).read().decode())

    def test_who_administers_a_part_sees_its_own_listeners_alone(self):
        self.demonstration.import_users(
            {"username": "lead", "scope": {"telSysID": 1}, "administrator": True, "password": PASSWORD}
        )
        self.add_session(self.demonstration.session(username="lead", password=PASSWORD))
        self.open("/console/listened", role=None)
        self.wait("document.getElementById('summary').textContent.includes('Choose')", "the words")
        self.assertEqual(self.find_all(".tabs"), [])
        self.assertFalse(self.find("#table").is_displayed())
        self.find("[name=user]").send_keys("supervisor")
        self.find("#filters [type=submit]").click()
        self.read(0)
        self.assertEqual(len(self.rows()), 1)
        self.expect_complaints()
        self.find("[name=user]").clear()
        self.find("[name=user]").send_keys("director")
        self.find("#filters [type=submit]").click()
        self.wait("!document.getElementById('refusal').hidden", "the refusal")
        self.assertIn("no such user", self.text("#refusal"))


class CallTests(ListenedTestCase):
    """By itself: whoever opens a call in a browser looks at its waveform, which is noted."""

    def test_from_a_call_to_its_listeners(self):
        self.open(f"/console/calls/{self.call['segmentID']}?user=director", role="admin")
        self.wait("document.querySelector('a.listened')", "the link")
        self.find("a.listened").click()
        self.wait("document.querySelectorAll('#rows tr').length > 0", "the listener")
        self.assertTrue(all("director" in row for row in self.rows()))
        self.assertEqual(self.find("[name=recording]").get_attribute("value"), self.recording)
        self.open(f"/console/calls/{self.call['segmentID']}?user=director", role="report")
        self.wait("document.querySelector('.recording')", "the recording")
        self.assertEqual(self.find_all("a.listened"), [])
