"""Telephony Servers and Partitions: finding, adding, changing and deleting them."""

import urllib.parse

import accessibility
from forms import RUDE_NAMES, TOO_LONG, FormTestCase
from selenium.webdriver.common.by import By

from console import wait_for

PASSWORD = "correct horse battery"
LEEDS = "11af8bacd55c1c4b:27b5f848:17a1045045c:-7f86"


class ServersTests(FormTestCase):
    def open_servers(self, query="", role="admin"):
        self.open("/console/servers" + query, role=role)
        self.wait("!document.getElementById('summary').textContent.startsWith('Reading')", "the list")

    def numbers(self):
        return self.browser.script("return [...document.querySelectorAll('#servers > li')].map((it) => Number(it.dataset.server))")

    def server(self, number):
        return self.find(f"#servers > [data-server='{number}']")

    def get(self, path):
        status, value = self.request("GET", path)
        return value if status == 200 else None

    def open_change(self, number):
        self.server(number).find_element(By.CSS_SELECTOR, ".server-head .change").click()
        self.wait("document.querySelector('dialog[open].drawer')", "the form")

    def open_partitions(self, number):
        toggle = self.server(number).find_element(By.CSS_SELECTOR, ".toggle")
        toggle.click()
        self.assertEqual(toggle.get_attribute("aria-expanded"), "true")
        self.wait_partitions(number)

    def wait_partitions(self, number):
        self.wait(f"document.querySelector('[data-server=\"{number}\"] tbody tr, [data-server=\"{number}\"] .inner .hint:not([hidden])')", "the Partitions")

    def partitions(self, number):
        return self.browser.script(
            "return [...document.querySelectorAll(`[data-server='${arguments[0]}'] tbody tr`)].map((it) => it.querySelector('.name').textContent)", number
        )

    def delete(self, *paths):
        for path in paths:
            self.request("DELETE", path)

    def test_servers_come_with_what_belongs_to_them_and_which_are_simulators(self):
        self.open_servers()
        self.assertEqual(self.numbers(), [1, 2, 3, 4])
        self.assertEqual(self.text("#summary"), "4 Telephony Servers")
        self.assertIn("Demonstration simulator", self.server(3).text)
        self.assertEqual(len(self.find_all("#servers .state")), 1)
        for words in ("2 Partitions", "2 entries", "4 users"):
            self.assertIn(words, self.server(1).text)
        self.assertIn("no entries", self.server(4).text)
        links = [it.get_attribute("href").split("/console/")[1] for it in self.server(1).find_elements(By.CSS_SELECTOR, "a")]
        self.assertEqual(links, ["recording?telSysID=1", "users?telSysID=1"])

    def test_partitions_are_told_when_they_are_asked_for(self):
        self.open_servers()
        self.assertEqual(self.find_all("tbody tr"), [])
        self.open_partitions(1)
        self.assertEqual(self.partitions(1), ["London", "Leeds"])
        row = self.find(f"[data-partition='{LEEDS}']")
        self.assertIn("1 user", row.text)
        links = [it.get_attribute("href").split("/console/")[1] for it in row.find_elements(By.CSS_SELECTOR, "a")]
        self.assertEqual(links, ["recording?telSysID=1&partIDInTelSys=2", "users?telSysID=1&partIDInTelSys=2"])
        row.find_element(By.CSS_SELECTOR, "a").click()
        self.wait("document.querySelector('[data-entry]')", "the Partition's entries")
        self.assertEqual(len(self.find_all("[data-entry]")), 1)
        self.assertIn("Leeds Dubber", self.text("[data-entry]"))
        self.open_servers()
        self.open_partitions(4)
        self.assertIn("It has no Partitions", self.server(4).text)

    def test_a_search_finds_numbers_and_descriptions(self):
        self.open_servers()
        for search, expected in (("contact", [2]), ("3", [3]), ("nothing", [])):
            self.browser.script("const find = document.getElementById('find'); find.value = arguments[0]; find.dispatchEvent(new Event('input'))", search)
            wait_for(lambda: self.numbers() == expected, search)
        self.assertIn("No such Telephony Server", self.text("#none"))

    def test_one_server_can_be_linked_to(self):
        self.open_servers("?telSysID=2")
        self.assertEqual(self.numbers(), [2])
        self.wait_partitions(2)
        self.assertEqual(self.partitions(2), ["Sales", "Support"])
        self.find("#filters a").click()
        wait_for(lambda: len(self.numbers()) == 4, "all servers")

    def test_thousands_of_partitions_are_searched_and_come_by_the_page(self):
        self.demonstration.import_lines(
            {"telephonyServer": {"telSysID": 20, "description": "Large"}},
            *({"partition": {"partitionGUID": f"large-{number:04}", "telSysID": 20, "partIDInTelSys": number, "description": f"Branch {number:04}"}}
              for number in range(2_000)),
        )
        self.open_servers("?telSysID=20")
        self.wait_partitions(20)
        self.assertIn("2,000 Partitions", self.server(20).text)
        self.assertEqual(len(self.partitions(20)), 50)
        self.server(20).find_element(By.CSS_SELECTOR, ".partitions .more").click()
        wait_for(lambda: len(self.partitions(20)) == 100, "the second page")
        self.server(20).find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("branch 19")
        wait_for(lambda: self.partitions(20)[0] == "Branch 1900", "the search")
        self.demonstration.import_lines(
            *({"delete": {"partition": f"large-{number:04}"}} for number in range(2_000)), {"delete": {"telephonyServer": 20}}
        )

    def test_a_server_and_its_partition_are_added_changed_and_deleted(self):
        self.open_servers()
        self.addCleanup(lambda: self.delete("/v1/telephony-servers/30"))
        self.find("#add").click()
        self.enter("telSysID", "30")
        self.enter("description", "New server")
        self.control("demonstrationSimulator").click()
        self.press("Add Telephony Server")
        self.wait_closed()
        self.assertEqual(self.numbers()[0], 30)
        self.assertIn("Demonstration simulator", self.server(30).text)
        self.assertTrue(self.get("/v1/telephony-servers/30")["demonstrationSimulator"])
        self.open_partitions(30)
        self.press("Add Partition", "[data-server='30']")
        self.enter("partIDInTelSys", "5")
        self.enter("description", "New Partition")
        self.press("Add Partition")
        self.wait_closed()
        wait_for(lambda: self.partitions(30) == ["New Partition"], "the Partition")
        self.assertIn("1 Partition", self.server(30).text)
        self.server(30).find_element(By.CSS_SELECTOR, "tbody .name").click()
        self.enter("description", "Other name")
        self.press("Save")
        self.wait_closed()
        self.assertEqual(self.partitions(30), ["Other name"])
        self.open_change(30)
        self.control("demonstrationSimulator").click()
        self.press("Delete…")
        self.wait_text("dialog[open] .summary", "1 Partition")
        self.press("Save")
        self.wait_closed()
        self.assertFalse(self.get("/v1/telephony-servers/30")["demonstrationSimulator"])
        self.wait_partitions(30)
        self.server(30).find_element(By.CSS_SELECTOR, "tbody .name").click()
        self.press("Delete…")
        self.press("Delete Partition")
        self.wait_closed()
        wait_for(lambda: self.partitions(30) == [], "no Partition")
        self.open_change(30)
        self.press("Delete…")
        self.press("Delete Telephony Server")
        self.wait_closed()
        self.assertNotIn(30, self.numbers())
        self.assertIsNone(self.get("/v1/telephony-servers/30"))

    def test_what_is_in_use_is_not_deleted_and_is_told_by_what(self):
        self.open_servers()
        self.open_change(1)
        self.press("Delete…")
        self.wait_text("dialog[open] .summary", "cannot be deleted while something belongs to it: 2 Partitions, 2 entries and 4 users")
        self.assertEqual(len(self.find_all("dialog[open] .summary a")), 2)
        self.press("Cancel")
        self.wait_closed()
        self.assertIsNotNone(self.get("/v1/telephony-servers/1"))

    def test_what_comes_into_use_while_it_is_asked_is_refused_in_words(self):
        self.expect_complaints()
        self.request("POST", "/v1/telephony-servers", {"telSysID": 31, "description": "Taken"})
        self.open_servers()
        self.open_change(31)
        self.press("Delete…")
        self.wait("document.querySelector('dialog[open].question')", "the question")
        self.request("POST", "/v1/users", {"username": "latecomer", "scope": {"telSysID": 31}})
        self.press("Delete Telephony Server")
        self.wait_text("dialog[open].question", "1 user")
        self.assertIsNotNone(self.get("/v1/telephony-servers/31"))
        self.delete("/v1/users/latecomer", "/v1/telephony-servers/31")

    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(self):
        self.expect_complaints()
        self.open_servers()
        self.find("#add").click()
        self.press("Add Telephony Server")
        self.wait_fault("telSysID", "needed")
        for number in ("one", "-5", "2147483648", "1.5"):
            self.enter("telSysID", number)
            self.press("Add Telephony Server")
            wait_for(lambda: self.fault("telSysID"), number)
        self.enter("telSysID", "1")
        self.press("Add Telephony Server")
        self.wait_fault("telSysID", "already")
        self.enter("telSysID", "32")
        self.enter("description", TOO_LONG)
        self.press("Add Telephony Server")
        self.wait_fault("description", "256")
        self.assertIsNone(self.get("/v1/telephony-servers/32"))
        self.find("dialog[open] footer button").click()
        self.press("Discard")
        self.wait_closed()
        self.open_partitions(1)
        self.press("Add Partition", "[data-server='1']")
        self.enter("partIDInTelSys", "2")
        self.press("Add Partition")
        self.wait_fault("partIDInTelSys", "already")

    def test_descriptions_are_shown_as_they_are_whatever_they_hold(self):
        for number, name in enumerate(RUDE_NAMES, 40):
            with self.subTest(name):
                self.request("POST", "/v1/telephony-servers", {"telSysID": number, "description": name})
                self.request("POST", "/v1/partitions", {"telSysID": number, "partIDInTelSys": 1, "partitionGUID": f"rude-{number}", "description": name})
                self.open_servers(f"?telSysID={number}")
                self.wait_partitions(number)
                self.assertEqual(self.text(f"[data-server='{number}'] h2"), name)
                self.assertEqual(self.partitions(number), [name])
                self.open_change(number)
                self.assertEqual(self.control("description").get_attribute("value"), name)
                self.assertEqual(self.text("dialog[open] h2"), f"Change {name}")
                self.delete(f"/v1/partitions/rude-{number}", f"/v1/telephony-servers/{number}")

    def test_two_administrators_who_change_one_server_do_not_overwrite_each_other(self):
        self.expect_complaints()
        self.request("POST", "/v1/telephony-servers", {"telSysID": 50, "description": "Shared"})
        self.open_servers("?search=shared")
        self.open_change(50)
        self.request("PATCH", "/v1/telephony-servers/50", {"description": "Theirs"})
        self.control("demonstrationSimulator").click()
        self.press("Save")
        self.wait_text("dialog[open] .summary", "Somebody else changed this meanwhile")
        self.assertFalse(self.get("/v1/telephony-servers/50")["demonstrationSimulator"])
        self.press("Read anew, keep what I typed")
        self.assertEqual(self.control("description").get_attribute("value"), "Theirs")
        self.press("Save")
        self.wait_closed()
        server = self.get("/v1/telephony-servers/50")
        self.assertEqual((server["description"], server["demonstrationSimulator"]), ("Theirs", True))
        self.delete("/v1/telephony-servers/50")

    def open_as(self, name, scope):
        self.demonstration.import_users({"username": name, "scope": scope, "administrator": True, "password": PASSWORD})
        self.addCleanup(lambda: self.delete("/v1/users/" + urllib.parse.quote(name)))
        self.add_session(self.demonstration.session(username=name, password=PASSWORD))
        self.open_servers(role=None)

    def test_an_administrator_of_a_part_sees_and_is_offered_that_part_alone(self):
        self.open_as("of the head office", {"telSysID": 1})
        self.assertEqual(self.numbers(), [1])
        self.assertFalse(self.find("#add").is_displayed())
        self.open_partitions(1)
        self.assertEqual(self.partitions(1), ["London", "Leeds"])
        self.press("Add Partition", "[data-server='1']")
        self.press("Cancel")
        self.wait_closed()
        self.open_change(1)
        self.press("Cancel")
        self.wait_closed()

    def test_an_administrator_of_a_partition_changes_that_partition_alone(self):
        self.open_as("of leeds", {"telSysID": 1, "partIDInTelSys": 2})
        self.assertEqual(self.numbers(), [1])
        self.assertEqual(self.server(1).find_elements(By.CSS_SELECTOR, ".change"), [])
        self.open_partitions(1)
        self.assertEqual(self.partitions(1), ["Leeds"])
        self.assertNotIn("Add Partition", self.server(1).text)
        self.server(1).find_element(By.CSS_SELECTOR, "tbody .name").click()
        self.enter("description", "Leeds branch")
        self.press("Save")
        self.wait_closed()
        self.assertEqual(self.partitions(1), ["Leeds branch"])
        self.request("PATCH", "/v1/partitions/" + urllib.parse.quote(LEEDS), {"description": "Leeds"})

    def test_the_forms_are_accessible_and_fit_every_window(self):
        self.open_servers("?telSysID=1")
        self.wait_partitions(1)
        for opened in (False, True):
            if opened:
                self.press("Add Partition", "[data-server='1']")
            for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)):
                self.browser.colours(scheme)
                self.browser.resize(width, 800)
                self.assertEqual(accessibility.violations(self.browser), [], f"{scheme}, {width} pixels")
                self.assertEqual(self.browser.script("return document.documentElement.scrollWidth"), width)
