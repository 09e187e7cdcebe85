"""Administration > Recording: the tree of scopes, the forms of an entry, the test of a connection."""

import json
import urllib.error
import urllib.parse
import urllib.request

from console import ConsoleTestCase
from selenium.webdriver.common.keys import Keys

COMPANY = "5d2f7c1ab3e94601:-1b7c2a10:19a7b3c4d5e:-7ffe"
LEEDS = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"
DEMONSTRATION = "d7ae7ea9bf56ebdc:-3f5d0705:1559c8e762d:-8000"
SECRETS = ("democompanykey", "demosecr", "demoauth", "demotoken")
STRANGE_NAMES = ("<b onclick=alert(1)>\"bold\"</b> & 'co'", "مكتب ليدز", "a\u202ereversed", "😀" * 100, "x" * 256)


class RecordingTestCase(ConsoleTestCase):
    def open_recording(self, role="admin"):
        self.open("/console/recording", role=role)
        self.wait("document.documentElement.dataset.ready", "the tree")

    def entry(self, guid):
        return self.find(f"[data-entry='{guid}']")

    def press(self, guid, act):
        self.entry(guid).find_element("css selector", f".{act}").click()

    def open_form(self, guid=None):
        """The form to change an entry, or to add one."""
        if guid:
            self.press(guid, "change")
        else:
            self.find("#add").click()
        self.wait("document.querySelector('dialog.drawer[open]')", "the form")

    def control(self, name):
        return self.find(f"dialog.drawer [data-field='{name}'] input:not([type=radio])")

    def setting(self, name):
        return self.control(f"apiCommunicationSettings.{name}")

    def type(self, control, text):
        control.clear()
        control.send_keys(text)

    def save(self):
        self.find("dialog.drawer button[type=submit]").click()

    def closed(self):
        self.wait("!document.querySelector('dialog')", "the form is closed")

    def fault(self, name):
        """What stands at a field as being wrong."""
        self.wait(f"document.querySelector(\"dialog [data-field='{name}'] .fault:not([hidden])\")", f"what is wrong with {name}")
        return self.text(f"dialog [data-field='{name}'] .fault")

    def stored(self, guid):
        return self.demonstration.get(f"/v1/entries/{guid}")

    def patch(self, guid, value):
        """Changes an entry as another administrator does."""
        return self.change("PATCH", f"/v1/entries/{guid}", value)

    def change(self, method, path, value=None, token="demo-admin"):
        headers = {"Authorization": f"Bearer {token}"}
        if value is not None:
            headers["Content-Type"] = "application/json"
        body = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.demonstration.address + path, body, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def is_gone(self, guid):
        try:
            self.stored(guid)
        except urllib.error.HTTPError as error:
            return error.code == 404
        return False

    def make_entry(self, description, **members):
        """An entry that only one test knows; gone after it."""
        settings = {"ipAddrOrHost1": "api.dubber.example/uk1", "authUserID1": "key-of-the-test"}
        made = self.change("POST", "/v1/entries", {"description": description, "apiCommunicationSettings": settings, **members})
        guid = made["callRecIntGUID"]
        self.addCleanup(lambda: self.is_gone(guid) or self.change("DELETE", f"/v1/entries/{guid}"))
        return guid

    def added(self, description):
        """The GUID of an entry by its description."""
        query = urllib.parse.urlencode({"search": description[:100]})
        found = self.demonstration.get(f"/v1/entries?{query}")["entries"]
        guid = next(entry["callRecIntGUID"] for entry in found if entry["description"] == description)
        self.addCleanup(lambda: self.is_gone(guid) or self.change("DELETE", f"/v1/entries/{guid}"))
        return guid


class TreeTests(RecordingTestCase):
    def test_scopes_are_a_tree_with_each_entry_in_its_place(self):
        self.open_recording()
        self.assertIn("4 entries · 4 Telephony Servers", self.text("#summary"))
        places = self.browser.script(
            "return Object.fromEntries([...document.querySelectorAll('[data-entry]')].map((entry) => {"
            "  const place = []; for (let node = entry.closest('.node'); node; node = node.parentElement.closest('.node'))"
            "    place.unshift(node.querySelector('.node-head strong').textContent);"
            "  return [entry.querySelector('h3').textContent, place]; }))"
        )
        self.assertEqual(places["Company Dubber"], ["All Telephony Servers"])
        self.assertEqual(places["Head office Dubber"], ["Head office"])
        self.assertEqual(places["Leeds Dubber"], ["Head office", "Leeds"])

    def test_who_uses_an_entry_is_listed_when_asked(self):
        self.open_recording()
        summary = self.entry(LEEDS).find_element("css selector", "summary")
        self.assertIn("used by 2 users", summary.text)
        self.assertIn("1 out of scope", summary.text)
        summary.click()
        self.wait(f"document.querySelectorAll(\"[data-entry='{LEEDS}'] .names li\").length === 2", "the users")
        self.assertIn("Leeds team leader", self.entry(LEEDS).text)
        self.assertIn("Out of scope", self.entry(LEEDS).text)

    def test_a_branch_closes_and_opens_by_the_keyboard(self):
        self.open_recording()
        head = self.find("[data-scope='1'] .disclosure")
        self.assertEqual(head.get_attribute("aria-expanded"), "true")
        head.send_keys(Keys.ENTER)
        self.assertEqual(head.get_attribute("aria-expanded"), "false")
        self.assertEqual(self.find_all(f"[data-entry='{LEEDS}']"), [])
        head.send_keys(Keys.SPACE)
        self.wait(f"document.querySelector(\"[data-entry='{LEEDS}']\")", "the branch")

    def test_searching_asks_the_service_and_leaves_what_begins_so(self):
        self.open_recording()
        self.find("#find").send_keys("leeds")
        self.wait("!document.getElementById('results').hidden", "what is found")
        self.wait("document.querySelectorAll('#found [data-entry]').length === 1", "the entry")
        self.assertIn("Head office › Leeds", self.entry(LEEDS).text)
        self.wait("document.querySelector('#found-components [data-scope=\"1,2\"]')", "the Partition")
        self.find("#find").send_keys(" nothing at all")
        self.wait("!document.getElementById('none').hidden", "nothing")
        self.find("#find").clear()
        self.find("#find").send_keys(" ")
        self.wait("!document.getElementById('tree').hidden", "the tree again")

    def test_no_secret_is_in_the_page(self):
        self.open_recording()
        self.press(COMPANY, "test")
        self.wait("document.querySelector('.outcome')", "the outcome")
        self.open_form(COMPANY)
        source = self.browser.driver.page_source
        for secret in SECRETS:
            self.assertNotIn(secret, source)


class ManyTests(RecordingTestCase):
    SERVERS = 120
    PARTITIONS = 150

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A folder of scopes as large as a page cannot show at once.
        lines = [
            *({"telephonyServer": {"telSysID": 1000 + number, "description": f"Server {number:03}"}} for number in range(cls.SERVERS)),
            *(
                {"partition": {
                    "partitionGUID": f"many-{number}", "telSysID": 1000, "partIDInTelSys": number, "description": f"Part {number:03}",
                }}
                for number in range(cls.PARTITIONS)
            ),
            *(
                {"callRecInt": {
                    "callRecIntGUID": f"many-{number}", "telSysID": 1000, "partIDInTelSys": number, "description": f"Account {number:03}",
                }}
                for number in range(cls.PARTITIONS)
            ),
        ]
        request = urllib.request.Request(
            cls.demonstration.address + "/v1/registry/changes", "\n".join(map(json.dumps, lines)).encode(),
            {"Authorization": "Bearer demo-admin", "Content-Type": "application/x-ndjson"},
        )
        urllib.request.urlopen(request).read()

    def asked(self):
        return self.browser.script(
            "return performance.getEntriesByType('resource').filter((it) => it.initiatorType === 'fetch').map((it) => it.name.split('/').pop())"
        )

    def test_only_what_is_looked_at_is_asked_for_and_drawn(self):
        self.open_recording()
        self.assertIn("124 Telephony Servers", self.text("#summary"))
        self.assertEqual(len(self.find_all("#servers > .node")), 50)
        self.assertEqual([name for name in self.asked() if "telSysID" in name], [], "no branch is open yet")
        self.assertLessEqual(len([name for name in self.asked() if not name.startswith("hosts?")]), 4)
        self.find("[data-scope='1000'] .disclosure").click()
        self.wait("document.querySelectorAll('[data-scope=\"1000\"] [data-entry]').length === 50", "a page of the branch")
        self.assertEqual(self.browser.script("return document.querySelector('[data-entry=many-7]').closest('.node').querySelector('strong').textContent"), "Part 007")
        self.find("[data-scope='1000'] .inner > .more").click()
        self.wait("document.querySelectorAll('[data-scope=\"1000\"] [data-entry]').length === 100", "the next page")
        self.find("#more-servers").click()
        self.wait("document.querySelectorAll('#servers > .node').length === 100", "more servers")

    def test_a_server_and_a_partition_are_picked_by_searching_the_service(self):
        self.open_recording()
        self.open_form()
        self.type(self.control("description"), "Picked by search")
        self.find("dialog input[value=partition]").click()
        server, partition = self.find_all("dialog [role=combobox]")
        server.send_keys("server 07")
        self.wait("document.querySelectorAll('dialog [role=option]').length === 10", "servers that begin so")
        server.send_keys("7")
        self.wait("document.querySelectorAll('dialog [role=option]').length === 1", "one server")
        server.send_keys(Keys.ENTER)
        self.assertEqual(server.get_attribute("value"), "Server 077")
        # It has no Partition; another one has many.
        self.type(server, "Server 000")
        self.wait("document.querySelector('dialog [role=option] span')?.textContent === 'Server 000'", "the other server")
        server.send_keys(Keys.ENTER)
        partition.send_keys("part 14")
        self.wait("document.querySelectorAll('dialog .picker:last-child [role=option]').length >= 10", "Partitions that begin so")
        partition.send_keys(Keys.DOWN, Keys.ENTER)
        self.assertEqual(partition.get_attribute("value"), "Part 141")
        self.save()
        self.closed()
        stored = self.stored(self.added("Picked by search"))
        self.assertEqual((stored["telSysID"], stored["partIDInTelSys"]), (1000, 141))


class FormTests(RecordingTestCase):
    def test_an_entry_is_added_with_the_keyboard_alone(self):
        self.open_recording()
        self.find("#add").send_keys(Keys.ENTER)
        self.wait("document.activeElement.closest('[data-field=description]')", "the first field has the focus")
        active = lambda: self.browser.driver.switch_to.active_element
        active().send_keys("By keyboard", Keys.TAB)
        # All Telephony Servers, one, a Partition: the arrows choose.
        self.assertEqual(active().get_attribute("value"), "server")
        active().send_keys(Keys.DOWN)
        self.assertEqual(active().get_attribute("value"), "partition")
        active().send_keys(Keys.UP, Keys.TAB)
        active().send_keys("head")
        self.wait("document.querySelector('dialog [role=option]')", "the servers")
        active().send_keys(Keys.ENTER, Keys.TAB)
        active().send_keys("api.dubber.net/uk1", Keys.ENTER)
        self.closed()
        guid = self.added("By keyboard")
        self.wait(f"document.activeElement.closest(\"[data-entry='{guid}']\")", "the entry has the focus")
        stored = self.stored(guid)
        self.assertEqual((stored["telSysID"], stored["partIDInTelSys"]), (1, None))
        self.assertEqual(stored["apiCommunicationSettings"]["ipAddrOrHost1"], "api.dubber.net/uk1")
        self.assertEqual(stored["callRecIntType"], "Dubber")

    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(self):
        self.expect_complaints()
        self.open_recording()
        self.open_form()
        self.save()
        self.assertIn("Description is needed", self.fault("description"))
        self.assertEqual(self.browser.script("return document.activeElement.getAttribute('aria-invalid')"), "true")
        self.find("dialog input[value=all]").click()
        self.type(self.control("description"), "Wrong host")
        self.type(self.setting("ipAddrOrHost1"), "ftp://api.dubber.net")
        self.type(self.setting("ipAddrOrHost2"), "api dubber net")
        self.save()
        self.assertIn("scheme", self.fault("apiCommunicationSettings.ipAddrOrHost1"))
        self.assertIn("space", self.fault("apiCommunicationSettings.ipAddrOrHost2"))
        described = self.setting("ipAddrOrHost1").get_attribute("aria-describedby").split()
        self.assertTrue(any("host[:port]" in self.text(f"[id='{name}']") for name in described))
        self.assertEqual(self.demonstration.get("/v1/entries?search=Wrong")["entries"], [])
        self.find("dialog input[value=all]").click()
        self.browser.script("arguments[0].value = 'x'.repeat(10000)", self.control("description"))
        self.save()
        self.assertIn("10000 characters; at most 256", self.fault("description"))
        self.find("dialog input[value=server]").click()
        self.save()
        self.assertIn("Choose a Telephony Server", self.fault("telSysID"))

    def test_names_of_any_kind_stay_what_they_are(self):
        for name in STRANGE_NAMES:
            with self.subTest(name):
                self.open_recording()
                self.open_form()
                self.find("dialog input[value=all]").click()
                self.browser.script("arguments[0].value = arguments[1]", self.control("description"), name)
                self.save()
                self.closed()
                guid = self.added(name)
                self.wait(f"document.querySelector(\"[data-entry='{guid}']\")", "the entry")
                self.assertEqual(self.browser.script("return arguments[0].querySelector('h3').textContent", self.entry(guid)), name)
                self.assertEqual(self.find_all("h3 b"), [])
                width = self.browser.script("return document.documentElement.scrollWidth")
                self.assertEqual(width, 1280)
                self.press(guid, "remove")
                self.wait("document.querySelector('dialog.question .danger:not(:disabled)')", "the question")
                self.assertEqual(self.browser.script("return document.querySelector('dialog.question h2').textContent"), f"Delete “{name}”?")
                self.find("dialog .danger").click()
                self.closed()

    def test_credentials_are_kept_replaced_and_cleared(self):
        guid = self.make_entry("Credentials")
        self.patch(guid, {"apiCommunicationSettings": {"authUserID2": "another", "apiParameter1": "secret"}})
        self.open_recording()
        self.open_form(guid)
        part = lambda name: self.find(f"dialog [data-field='apiCommunicationSettings.{name}']")
        pressed = lambda name, label: next(it for it in part(name).find_elements("css selector", "button") if it.text == label).click()
        self.assertIn("Set", part("authUserID1").text)
        self.assertNotIn("Set", part("apiParameter2").text)
        pressed("authUserID2", "Replace")
        self.assertTrue(self.browser.script("return document.activeElement.type === 'password'"))
        self.setting("authUserID2").send_keys("new one")
        pressed("apiParameter1", "Clear")
        self.setting("apiParameter2").send_keys("first one")
        self.save()
        self.closed()
        self.assertEqual(set(self.stored(guid)["credentialsSet"]), {"authUserID1", "authUserID2", "apiParameter2"})
        # Changed again without a word about them, all stay.
        self.wait(f"document.querySelector(\"[data-entry='{guid}']\")", "the entry")
        self.open_form(guid)
        self.type(self.control("description"), "Credentials, renamed")
        self.save()
        self.closed()
        stored = self.stored(guid)
        self.assertEqual(stored["description"], "Credentials, renamed")
        self.assertEqual(set(stored["credentialsSet"]), {"authUserID1", "authUserID2", "apiParameter2"})

    def test_who_changes_an_entry_that_another_changed_meanwhile_is_told_and_loses_nothing(self):
        self.expect_complaints()
        guid = self.make_entry("Two of us")
        self.open_recording()
        self.open_form(guid)
        self.type(self.control("description"), "Mine")
        self.patch(guid, {"description": "Theirs", "apiCommunicationSettings": {"ipAddrOrHost2": "their.example/uk2"}})
        self.save()
        self.wait("document.querySelector('dialog .meeting button')", "the other's change")
        told = self.text("dialog .meeting")
        for words in ("Somebody else changed this meanwhile", "“Two of us” became “Theirs”", "you typed “Mine”", "their.example/uk2"):
            self.assertIn(words, told)
        self.assertEqual(self.stored(guid)["description"], "Theirs")
        self.assertEqual(self.control("description").get_attribute("value"), "Mine")
        self.find("dialog .meeting button").click()
        self.assertEqual(self.control("description").get_attribute("value"), "Mine")
        self.assertIn("Theirs", self.text("dialog [data-field=description] .note"))
        self.assertEqual(self.setting("ipAddrOrHost2").get_attribute("value"), "their.example/uk2")
        self.save()
        self.closed()
        stored = self.stored(guid)
        self.assertEqual(stored["description"], "Mine")
        self.assertEqual(stored["apiCommunicationSettings"]["ipAddrOrHost2"], "their.example/uk2")

    def test_an_entry_that_another_deleted_meanwhile_is_said_to_be_gone(self):
        self.expect_complaints()
        guid = self.make_entry("Soon gone")
        self.open_recording()
        self.open_form(guid)
        self.type(self.control("description"), "Still here")
        self.change("DELETE", f"/v1/entries/{guid}")
        self.save()
        self.wait("document.querySelector('dialog .refusal')", "the refusal")
        self.assertEqual(self.control("description").get_attribute("value"), "Still here")

    def test_what_was_typed_is_not_thrown_away_without_a_question(self):
        self.open_recording()
        self.open_form()
        self.control("description").send_keys("Half a na", Keys.ESCAPE)
        self.wait("document.querySelector('dialog.question')", "the question")
        self.assertIn("Discard what you typed?", self.text("dialog.question"))
        self.browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.wait("!document.querySelector('dialog.question')", "the form again")
        self.assertEqual(self.control("description").get_attribute("value"), "Half a na")
        self.control("description").send_keys(Keys.ESCAPE)
        self.find("dialog.question .danger").click()
        self.closed()
        self.assertEqual(self.browser.script("return document.activeElement.id"), "add")
        # Nothing typed, nothing asked.
        self.open_form()
        self.control("description").send_keys(Keys.ESCAPE)
        self.closed()

    def test_signed_out_meanwhile_nothing_typed_is_lost(self):
        self.expect_complaints()
        self.open_recording()
        self.open_form()
        self.control("description").send_keys("Kept")
        self.find("dialog input[value=all]").click()
        self.browser.driver.delete_all_cookies()
        self.save()
        self.wait("document.querySelector('dialog .refusal a')", "the way to the sign-in")
        self.assertIn("signed out", self.text("dialog .refusal"))
        self.assertEqual(self.control("description").get_attribute("value"), "Kept")
        self.sign_in("admin")
        self.save()
        self.closed()
        self.added("Kept")

    def test_a_press_counts_once(self):
        self.open_recording()
        self.open_form()
        self.control("description").send_keys("Pressed often")
        self.find("dialog input[value=all]").click()
        self.browser.script("const press = document.querySelector('dialog button[type=submit]'); for (let i = 0; i < 5; i += 1) press.click()")
        self.closed()
        self.added("Pressed often")
        self.assertEqual(len(self.demonstration.get("/v1/entries?search=Pressed")["entries"]), 1)


class DeletingTests(RecordingTestCase):
    def test_deleting_says_first_who_will_hear_nothing_any_more(self):
        guid = self.make_entry("To be deleted")
        users = [{"username": f"affected-{number}", "fullName": f"Affected {number}", "recordingPlayback": guid} for number in range(7)]
        self.demonstration.import_users(*users)
        self.open_recording()
        self.press(guid, "remove")
        self.wait("document.querySelector('dialog .affected li')", "who is affected")
        told = self.text("dialog.question")
        for words in ("Delete “To be deleted”?", "7 users are assigned this entry", "Affected 0", "Affected 4", "and 2 more", "cannot be undone"):
            self.assertIn(words, told)
        self.assertEqual(self.browser.driver.switch_to.active_element.text, "Cancel")
        self.browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.closed()
        self.stored(guid)
        self.press(guid, "remove")
        self.wait("document.querySelector('dialog .danger:not(:disabled)')", "the question")
        self.find("dialog .danger").click()
        self.closed()
        self.assertTrue(self.is_gone(guid))
        self.wait(f"!document.querySelector(\"[data-entry='{guid}']\")", "the entry is gone from the page")
        self.assertIsNone(self.demonstration.get("/v1/users/affected-0")["recordingPlayback"])

    def test_an_entry_that_was_changed_meanwhile_is_not_deleted_unseen(self):
        self.expect_complaints()
        guid = self.make_entry("Changed and deleted")
        self.open_recording()
        self.press(guid, "remove")
        self.wait("document.querySelector('dialog .danger:not(:disabled)')", "the question")
        self.patch(guid, {"description": "Important now"})
        self.find("dialog .danger").click()
        self.wait("document.querySelector('dialog .refusal:not([hidden])')", "the refusal")
        self.assertIn("Somebody else changed the entry", self.text("dialog .refusal"))
        self.stored(guid)

    def test_the_demonstration_entry_is_protected_and_says_why(self):
        self.open_recording()
        self.assertEqual(self.entry(DEMONSTRATION).find_elements("css selector", ".remove"), [])
        self.assertIn("cannot be deleted", self.entry(DEMONSTRATION).text)
        self.open_form(DEMONSTRATION)
        text = self.text("dialog")
        self.assertIn("description and its scope", text)
        self.assertEqual(self.find_all("dialog [data-field=description], dialog [data-field=telSysID]"), [])
        before = self.stored(DEMONSTRATION)["apiCommunicationSettings"]["ipAddrOrHost2"]
        self.type(self.setting("ipAddrOrHost2"), "another.example/uk2")
        self.save()
        self.closed()
        self.assertEqual(self.stored(DEMONSTRATION)["apiCommunicationSettings"]["ipAddrOrHost2"], "another.example/uk2")
        self.patch(DEMONSTRATION, {"apiCommunicationSettings": {"ipAddrOrHost2": before}})

    def test_what_cannot_be_changed_is_shown_and_says_so(self):
        self.open_recording()
        self.open_form(LEEDS)
        facts = self.find("dialog .facts")
        self.assertIn(LEEDS, facts.text)
        self.assertIn("Dubber", facts.text)
        self.assertEqual(facts.find_elements("css selector", "input"), [])
        self.assertIn("Read-only", self.text("dialog"))


class ConnectionTests(RecordingTestCase):
    def outcome(self, guid):
        self.press(guid, "test")
        self.wait(f"document.querySelector(\"[data-entry='{guid}'] .outcome\")", "the outcome")
        return self.entry(guid).find_element("css selector", ".outcome").get_attribute("data-outcome")

    def steps(self, guid):
        return [
            (step.get_attribute("data-step"), step.get_attribute("data-outcome"))
            for step in self.entry(guid).find_elements("css selector", ".step")
        ]

    def test_an_entry_is_tried_as_it_stands_in_the_form(self):
        self.open_recording()
        self.open_form(COMPANY)
        self.assertEqual(self.typed_outcome(), "passed")
        self.assertEqual(self.control("description").get_attribute("value"), "Company Dubber")

    def typed_outcome(self):
        """Presses the form's button, and gives what came of it."""
        self.browser.script("document.querySelector('dialog .outcome')?.remove()")
        next(it for it in self.find_all("dialog footer button") if it.text == "Test connection").click()
        self.wait("document.querySelector('dialog .outcome')", "the outcome")
        return self.find("dialog .outcome").get_attribute("data-outcome")

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

    def test_typed_credentials_are_tried_before_they_are_saved(self):
        before = self.stored(COMPANY)
        self.open_recording()
        self.open_form(COMPANY)
        field = self.find("dialog [data-field='apiCommunicationSettings.apiParameter1']")
        next(it for it in field.find_elements("css selector", "button") if it.text == "Replace").click()
        self.setting("apiParameter1").send_keys("not-the-secret")
        self.assertEqual(self.typed_outcome(), "failed")
        self.assertIn("at signing in", self.text("dialog .result"))
        self.assertEqual(self.stored(COMPANY), before)
        next(it for it in field.find_elements("css selector", "button") if it.text == "Keep the saved one").click()
        self.assertEqual(self.typed_outcome(), "passed")

    def test_saved_credentials_do_not_go_to_a_host_that_was_typed_in(self):
        self.expect_complaints()
        self.open_recording()
        self.open_form(COMPANY)
        host = self.setting("ipAddrOrHost1")
        self.type(host, host.get_attribute("value").replace("/uk1/", "/elsewhere/"))
        next(it for it in self.find_all("dialog footer button") if it.text == "Test connection").click()
        self.assertIn("type it in", self.fault("apiCommunicationSettings.authUserID1"))
        self.assertEqual(self.find_all("dialog .outcome"), [])


class OthersTests(RecordingTestCase):
    def test_a_form_of_another_site_changes_nothing(self):
        self.expect_complaints()
        guid = self.make_entry("Not theirs to change")
        self.sign_in("admin")
        address = f"{self.demonstration.address}/v1/entries/{guid}"
        # Another port is another origin of the same site, to which even a strict cookie is sent.
        self.browser.driver.get(self.demonstration.simulator + "/")
        self.browser.driver.execute_async_script(
            "const [address, done] = arguments;"
            "const form = (method, type) => fetch(address, { method, mode: 'no-cors', credentials: 'include', headers: { 'Content-Type': type },"
            "  body: '{\"description\":\"Changed\"}' }).catch(() => null);"
            "Promise.all([form('POST', 'text/plain'), fetch(address.replace(/[^/]+$/, ''), { method: 'POST', mode: 'no-cors', credentials: 'include',"
            "  headers: { 'Content-Type': 'text/plain' }, body: '{\"description\":\"Made elsewhere\"}' }).catch(() => null),"
            "  fetch(address, { method: 'DELETE', credentials: 'include' }).catch(() => null),"
            "  fetch(address, { method: 'PATCH', credentials: 'include', body: '{\"description\":\"Changed\"}' }).catch(() => null)]).then(() => done())",
            address,
        )
        self.assertEqual(self.stored(guid)["description"], "Not theirs to change")
        self.assertEqual(self.demonstration.get("/v1/entries?search=Made")["entries"], [])

    def test_who_administers_a_part_sees_and_changes_that_part_alone(self):
        self.expect_complaints()
        self.demonstration.import_users(
            {"username": "leeds-admin", "fullName": "Leeds administrator", "scope": {"telSysID": 1, "partIDInTelSys": 2}, "administrator": True,
             "password": "leeds-password"}
        )
        self.add_session(self.demonstration.session(username="leeds-admin", password="leeds-password"))
        self.open_recording(role=None)
        self.assertEqual([entry.get_attribute("data-entry") for entry in self.find_all("[data-entry]")], [LEEDS])
        self.open_form()
        self.assertEqual([radio.get_attribute("value") for radio in self.find_all("dialog input[type=radio]")], ["partition"])
        self.control("description").send_keys("Second of Leeds")
        self.save()
        self.closed()
        stored = self.stored(self.added("Second of Leeds"))
        self.assertEqual((stored["telSysID"], stored["partIDInTelSys"]), (1, 2))
        refused = self.browser.driver.execute_async_script(
            "const done = arguments[1]; fetch('/v1/entries/' + arguments[0], { method: 'PATCH', headers: { 'Content-Type': 'application/json' },"
            " body: '{\"description\":\"x\"}' }).then((answer) => answer.status).then(done)", COMPANY
        )
        self.assertEqual(refused, 403)
