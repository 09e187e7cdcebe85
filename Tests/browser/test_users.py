"""Users: finding them, Add/Change User, deleting, and what each can hear."""

import urllib.parse

import accessibility
from forms import RUDE_NAMES, TOO_LONG, FormTestCase
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from console import wait_for

COMPANY = "5d2f7c1ab3e94601:-1b7c2a10:19a7b3c4d5e:-7ffe"
OFFICE = "6917876061b72704:62272b78:17c939e2202:-7d6f"
LEEDS = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"
PASSWORD = "correct horse battery"
HEAD_OFFICE = {"telSysID": 1, "partIDInTelSys": None}
IN_LEEDS = {"telSysID": 1, "partIDInTelSys": 2}


class UsersTestCase(FormTestCase):
    def open_users(self, query="", role="admin"):
        self.open("/console/users" + query, role=role)
        self.wait("!document.getElementById('summary').textContent.startsWith('Reading')", "the list")

    def names(self):
        return self.browser.script("return [...document.querySelectorAll('#users tr')].map((it) => it.dataset.user)")

    def row(self, name):
        return next(it for it in self.find_all("#users tr") if it.get_attribute("data-user") == name)

    def user(self, name):
        status, user = self.request("GET", self.address(name))
        return user if status == 200 else None

    def address(self, name):
        return "/v1/users/" + urllib.parse.quote(name, safe="")

    def add_user(self, name, **values):
        status, answer = self.request("POST", "/v1/users", {"username": name, **values})
        self.assertEqual(status, 201, answer)

    def open_add(self):
        self.find("#add").click()
        self.wait("document.querySelector('dialog[open].drawer')", "the form")

    def open_change(self, name):
        self.row(name).find_element(By.CSS_SELECTOR, "a").click()
        self.wait("document.querySelector('dialog[open].drawer')", "the form")

    def playback(self):
        return self.field("recordingPlayback").find_element(By.CSS_SELECTOR, "[role=combobox]")

    def sign_in_as(self, name, password=PASSWORD):
        self.add_session(self.demonstration.session(username=name, password=password))


class UserListTests(UsersTestCase):
    def test_users_come_with_their_scope_by_name_and_whether_their_setting_is_of_use(self):
        self.open_users()
        self.assertEqual(self.text("#summary"), "8 users")
        self.assertIn("Head office › Leeds", self.row("leeds").text)
        self.assertIn("Leeds Dubber", self.row("leeds").text)
        self.assertIn("No playback", self.row("visitor").text)
        self.assertIn("Does not cover the user", self.row("elsewhere").text)
        self.assertIn("Administrator", self.row("administrator").text)

    def test_a_search_finds_what_begins_so_and_stands_in_the_address(self):
        self.open_users()
        self.find("#find").send_keys("LEEDS")
        wait_for(lambda: self.names() == ["leeds"], "the user")
        self.assertEqual(self.browser.script("return location.search"), "?search=LEEDS")
        self.assertIn("begins so", self.text("#summary"))
        self.find("#find").send_keys(" nobody")
        self.wait("!document.getElementById('none').hidden", "nothing found")
        self.assertIn("No such user", self.text("#none"))
        self.open_users("?search=visiting")
        self.assertEqual(self.names(), ["visitor"])

    def test_a_search_that_is_too_long_is_told_so_and_recovers(self):
        self.expect_complaints()
        self.open_users()
        self.browser.script("const find = document.getElementById('find'); find.value = 'x'.repeat(200); find.dispatchEvent(new Event('input'))")
        self.wait("!document.getElementById('refusal').hidden", "the refusal")
        self.assertIn("at most 128 characters", self.text("#refusal"))
        self.browser.script("const find = document.getElementById('find'); find.value = 'leeds'; find.dispatchEvent(new Event('input'))")
        wait_for(lambda: self.names() == ["leeds"] and not self.find("#refusal").is_displayed(), "the list again")

    def test_the_list_is_narrowed_to_an_entry_or_a_component_and_wide_again(self):
        self.open_users(f"?entry={LEEDS}")
        self.assertEqual(self.names(), ["elsewhere", "leeds"])
        self.assertIn("Recording Playback: Leeds Dubber", self.text("#filters"))
        self.open_users("?telSysID=1&partIDInTelSys=2")
        self.assertEqual(self.names(), ["leeds"])
        self.assertIn("Head office › Leeds", self.text("#filters"))
        self.find("#filters a").click()
        wait_for(lambda: len(self.names()) == 8, "all users")

    def test_more_users_come_by_the_page(self):
        self.demonstration.import_users(*({"username": f"many {number:03}"} for number in range(120)))
        self.open_users("?search=many")
        self.assertEqual(len(self.names()), 50)
        self.find("#more").click()
        wait_for(lambda: len(self.names()) == 100, "the second page")
        self.find("#more").click()
        wait_for(lambda: len(self.names()) == 120, "the last page")
        self.assertFalse(self.find("#more").is_displayed())
        self.demonstration.import_lines(*({"delete": {"user": f"many {number:03}"}} for number in range(120)))

    def test_it_is_worked_by_keyboard_alone(self):
        self.open_users()
        self.find("body").send_keys("/")
        self.assertEqual(self.browser.script("return document.activeElement.id"), "find")
        keys = self.browser.driver.switch_to.active_element
        keys.send_keys(Keys.ARROW_DOWN)
        self.browser.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
        focused = self.browser.script("return document.activeElement.closest('tr').dataset.user")
        self.assertEqual(focused, self.names()[1])
        self.browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
        self.wait("document.querySelector('dialog[open].drawer')", "the form")
        self.browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.wait_closed()
        self.assertEqual(self.browser.script("return document.activeElement.closest('tr').dataset.user"), focused)


class HearingTests(UsersTestCase):
    def hear(self, name):
        self.row(name).find_element(By.CSS_SELECTOR, ".acts button").click()
        self.wait("document.querySelector('dialog[open] .heard')", "the rules")

    def outcomes(self):
        return [step.get_attribute("data-outcome") for step in self.find_all("dialog[open] [data-rule]")]

    def test_the_rules_tell_what_a_user_hears_across_their_own_server(self):
        self.open_users()
        self.hear("supervisor")
        self.assertIn("Hears recordings", self.text("dialog[open] .heard"))
        self.assertIn("Head office Dubber", self.text("dialog[open] .heard"))
        self.assertEqual(self.outcomes(), ["pass"] * 6)
        self.assertEqual(self.find("dialog[open] [role=combobox]").get_attribute("value"), "Head office")

    def test_who_hears_nothing_is_told_why_and_what_to_do(self):
        self.open_users()
        for name, rule, remedy in (("visitor", "assignment", "Assign an integration entry"), ("elsewhere", "scope", "Assign an entry whose")):
            with self.subTest(name):
                self.hear(name)
                self.assertIn("Hears nothing", self.text("dialog[open] .heard"))
                self.assertIn(remedy, self.text("dialog[open] .heard"))
                self.assertEqual(self.find("dialog[open] [data-outcome=fail]").get_attribute("data-rule"), rule)
                self.press("Close")
                self.wait_closed()

    def test_across_a_demonstration_simulator_the_demonstration_entry_is_heard(self):
        self.open_users()
        self.hear("supervisor")
        self.choose(self.find("dialog[open] [role=combobox]"), "Demonstration simulator")
        self.wait_text("dialog[open] .heard", "demonstration entry")
        self.assertIn("applied", self.outcomes())
        link = self.find("dialog[open] .heard a").get_attribute("href")
        self.assertTrue(link.endswith("/console/why?user=supervisor&telSysID=3"), link)


class UserFormTests(UsersTestCase):
    def test_a_user_is_added_in_a_partition_with_an_entry_that_covers_it(self):
        self.open_users()
        self.open_add()
        self.assertEqual(self.offers(self.playback()), ["No playback", "Company Dubber", "Dubber: Demonstration Simulator"])
        self.playback().send_keys(Keys.ESCAPE)
        self.enter("username", "new here")
        self.enter("fullName", "New Example")
        self.choose_scope("Head office", "Leeds")
        offered = self.offers(self.playback())
        self.assertEqual(offered, ["No playback", "Company Dubber", "Dubber: Demonstration Simulator", "Head office Dubber", "Leeds Dubber"])
        self.choose(self.playback(), "Leeds Dubber")
        self.press("Add User")
        self.wait_closed()
        self.assertEqual(self.names()[0], "new here")
        self.assertIn("Head office › Leeds", self.row("new here").text)
        self.assertIn("Added New Example.", self.text("#done"))
        self.assertEqual(self.browser.script("return document.activeElement.closest('tr')?.dataset.user"), "new here")
        user = self.user("new here")
        self.assertEqual((user["scope"], user["recordingPlayback"]), (IN_LEEDS, LEEDS))
        self.assertEqual((user["administrator"], user["passwordSet"]), (False, False))
        self.request("DELETE", self.address("new here"))

    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(self):
        self.expect_complaints()
        self.open_users()
        self.open_add()
        self.press("Add User")
        self.wait_fault("username", "User name is needed.")
        self.assertEqual(self.browser.script("return document.activeElement === document.querySelector('[data-field=username] input')"), True)
        self.enter("username", TOO_LONG)
        self.enter("fullName", TOO_LONG)
        self.enter("password", "short")
        self.press("Add User")
        self.wait_fault("username", "128")
        self.wait_fault("fullName", "256")
        self.enter("username", "supervisor")
        self.enter("fullName", "Somebody else")
        self.enter("password", PASSWORD)
        self.press("Add User")
        self.wait_fault("username", "already")
        self.enter("username", "passwords")
        for password, sentence in (("short", "at least 8 characters"), ("aaaaaaaaaa", "over and over"), ("Passwords", "the user's name")):
            self.enter("password", password)
            self.press("Add User")
            self.wait_fault("password", sentence)
        self.assertIsNone(self.user("passwords"))
        self.assertEqual(len(self.demonstration.get("/v1/users")["users"]), 8)

    def test_names_are_shown_as_they_are_whatever_they_hold(self):
        for name in RUDE_NAMES:
            with self.subTest(name):
                self.add_user(name, fullName=name, scope={}, recordingPlayback=COMPANY)
                self.open_users("?search=" + urllib.parse.quote(name))
                self.assertEqual(self.names(), [name])
                self.assertIn(name, self.row(name).text)
                self.open_change(name)
                self.assertEqual(self.text("dialog[open] h2"), f"Change {name}")
                self.assertEqual(self.control("fullName").get_attribute("value"), name)
                self.press("Delete…")
                self.wait_text("dialog[open].question", name)
                self.press("Delete User")
                self.wait_closed()
                self.assertIsNone(self.user(name))
                self.assertNotEqual(self.browser.driver.title, "broken")

    def test_an_assignment_that_stops_fitting_is_told_before_it_is_saved(self):
        self.add_user("moving", scope=IN_LEEDS, recordingPlayback=LEEDS)
        self.open_users()
        self.open_change("moving")
        self.assertEqual(self.playback().get_attribute("value"), "Leeds Dubber")
        self.choose_scope("Contact centre")
        self.wait_fault("recordingPlayback", "does not cover")
        self.press("Save")
        self.wait_fault("recordingPlayback", "does not cover")
        self.assertEqual(self.user("moving")["scope"], IN_LEEDS)
        self.choose(self.playback(), "Company Dubber")
        self.assertEqual(self.fault("recordingPlayback"), "")
        self.press("Save")
        self.wait_closed()
        moved = self.user("moving")
        self.assertEqual((moved["scope"]["telSysID"], moved["recordingPlayback"]), (2, COMPANY))
        self.open_change("moving")
        self.choose(self.playback(), "No playback")
        self.press("Save")
        self.wait_closed()
        self.assertIsNone(self.user("moving")["recordingPlayback"])
        self.request("DELETE", self.address("moving"))

    def test_an_assignment_that_never_fitted_is_told_and_keeps_nobody_from_changing_the_rest(self):
        self.open_users()
        self.open_change("elsewhere")
        self.assertIn("hears nothing until another entry", self.field("recordingPlayback").text)
        self.enter("fullName", "Contact centre supervisor 2")
        self.press("Save")
        self.wait_closed()
        self.assertEqual(self.user("elsewhere")["fullName"], "Contact centre supervisor 2")
        self.assertEqual(self.user("elsewhere")["recordingPlayback"], LEEDS)

    def test_two_administrators_who_change_one_user_do_not_overwrite_each_other(self):
        self.expect_complaints()
        self.add_user("shared", fullName="First")
        self.open_users()
        self.open_change("shared")
        self.enter("fullName", "Mine")
        self.request("PATCH", self.address("shared"), {"fullName": "Theirs", "administrator": True})
        self.press("Save")
        self.wait_text("dialog[open] .summary", "Somebody else changed this meanwhile")
        self.assertIn("Theirs", self.text("dialog[open] .summary"))
        self.assertEqual(self.user("shared")["fullName"], "Theirs")
        self.press("Read anew, keep what I typed")
        self.assertEqual(self.control("fullName").get_attribute("value"), "Mine")
        self.press("Save")
        self.wait_closed()
        user = self.user("shared")
        self.assertEqual((user["fullName"], user["administrator"]), ("Mine", True))
        self.open_change("shared")
        self.request("PATCH", self.address("shared"), {"fullName": "Again"})
        self.press("Delete…")
        self.press("Delete User")
        self.wait_text("dialog[open].question", "changed by somebody else meanwhile")
        self.assertIsNotNone(self.user("shared"))
        self.request("DELETE", self.address("shared"))

    def test_a_user_whom_somebody_deleted_meanwhile_is_told(self):
        self.expect_complaints()
        self.add_user("gone")
        self.open_users()
        self.request("DELETE", self.address("gone"))
        self.row("gone").find_element(By.CSS_SELECTOR, "a").click()
        self.wait_text("#refusal", "any more")

    def test_a_password_is_set_replaced_and_cleared_and_never_shown(self):
        self.add_user("keeper", administrator=True)
        self.open_users()
        for act, password in (("set", PASSWORD), ("replace", PASSWORD + " 2")):
            with self.subTest(act):
                self.open_change("keeper")
                if act == "replace":
                    self.press("Replace")
                self.enter("password", password)
                self.press("Save")
                self.wait_closed()
                self.assertTrue(self.user("keeper")["passwordSet"])
                self.demonstration.session(username="keeper", password=password)
                self.assertNotIn(password, self.browser.driver.page_source)
        self.open_change("keeper")
        self.press("Clear")
        self.press("Save")
        self.wait_closed()
        self.assertFalse(self.user("keeper")["passwordSet"])
        self.request("DELETE", self.address("keeper"))

    def test_deleting_tells_what_is_lost_first(self):
        self.add_user("leaving", scope=HEAD_OFFICE, recordingPlayback=OFFICE, administrator=True, password=PASSWORD)
        self.open_users()
        self.open_change("leaving")
        self.press("Delete…")
        self.wait_text("dialog[open].question", "Head office Dubber")
        for sentence in ("played in the user's name", "administer Head office", "The password."):
            self.assertIn(sentence, self.text("dialog[open].question"))
        self.press("Cancel")
        self.assertIsNotNone(self.user("leaving"))
        self.press("Delete…")
        self.press("Delete User")
        self.wait_closed()
        self.assertIsNone(self.user("leaving"))
        self.assertNotIn("leaving", self.names())

    def test_the_form_is_accessible_and_fits_every_window(self):
        self.open_users("?user=elsewhere", role="admin")
        self.wait("document.querySelector('dialog[open].drawer')", "the form")
        self.find("dialog[open] input[value='partition']").click()
        for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)):
            self.browser.colours(scheme)
            self.browser.resize(width, 800)
            self.assertEqual(accessibility.violations(self.browser), [], f"{scheme}, {width} pixels")
            self.assertEqual(self.browser.script("return document.documentElement.scrollWidth"), width)
            self.assertEqual(self.browser.script("return document.querySelector('dialog[open] .body').scrollWidth <= document.querySelector('dialog[open]').clientWidth"), True)


class OwnUserTests(UsersTestCase):
    def open_own(self, name, **values):
        self.add_user(name, administrator=True, password=PASSWORD, **values)
        self.addCleanup(lambda: self.request("DELETE", self.address(name)))
        self.sign_in_as(name)
        self.open_users(f"?search={urllib.parse.quote(name)}", role=None)
        self.open_change(name)

    def test_who_takes_away_their_own_right_is_told_before(self):
        self.expect_complaints()
        self.open_own("own right")
        self.control("administrator").click()
        self.press("Save")
        self.wait_text("dialog[open].question", "no administrator any more")
        self.press("Cancel")
        self.assertTrue(self.user("own right")["administrator"])
        self.press("Save")
        self.press("Change my user")
        self.wait("location.pathname === '/console/sign-in'", "signed out")
        self.assertFalse(self.user("own right")["administrator"])

    def test_who_narrows_their_own_scope_is_told_before(self):
        self.open_own("own scope")
        self.choose_scope("Head office")
        self.press("Save")
        self.wait_text("dialog[open].question", "You would administer this Telephony Server")
        self.press("Change my user")
        self.wait("document.getElementById('main').dataset.telsysid === '1'", "the page of a part")

    def test_who_deletes_themself_is_told_before(self):
        self.expect_complaints()
        self.open_own("own end")
        self.press("Delete…")
        self.wait_text("dialog[open].question", "This is you")
        self.press("Delete my user")
        self.wait("location.pathname === '/console/sign-in'", "signed out")
        self.assertIsNone(self.user("own end"))

    def test_who_changes_their_own_password_signs_in_again(self):
        self.expect_complaints()
        self.open_own("own password")
        self.press("Replace")
        self.enter("password", PASSWORD + " new")
        self.press("Save")
        self.wait_text("dialog[open].question", "sign in again with the new password")
        self.press("Change my user")
        self.wait("location.pathname === '/console/sign-in'", "signed out")
        self.demonstration.session(username="own password", password=PASSWORD + " new")


class ScopedAdministratorTests(UsersTestCase):
    def open_as(self, name, scope):
        self.demonstration.import_users({"username": name, "scope": scope, "administrator": True, "password": PASSWORD})
        self.addCleanup(lambda: self.request("DELETE", self.address(name)))
        self.sign_in_as(name)
        self.open_users(role=None)

    def test_only_what_lies_in_the_scope_is_seen_and_offered(self):
        self.open_as("of the head office", {"telSysID": 1})
        self.assertEqual(sorted(self.names()), ["leeds", "london", "of the head office", "supervisor", "visitor"])
        self.open_add()
        reaches = [radio.get_attribute("value") for radio in self.field("scope.telSysID").find_elements(By.CSS_SELECTOR, "input[type=radio]")]
        self.assertEqual(reaches, ["server", "partition"])
        self.assertEqual(self.offers(self.playback()), ["No playback", "Head office Dubber"])
        self.playback().send_keys(Keys.ESCAPE)
        self.assertEqual(self.offers(self.field("scope.telSysID").find_element(By.CSS_SELECTOR, "[role=combobox]")), ["Head office"])
        self.field("scope.telSysID").find_element(By.CSS_SELECTOR, "[role=combobox]").send_keys(Keys.ESCAPE)
        self.choose_scope("Head office", "Leeds")
        self.assertEqual(self.offers(self.playback()), ["No playback", "Head office Dubber", "Leeds Dubber"])
        self.playback().send_keys(Keys.ESCAPE)
        self.enter("username", "in the scope")
        self.press("Add User")
        self.wait_closed()
        self.assertEqual(self.user("in the scope")["scope"], IN_LEEDS)
        self.request("DELETE", self.address("in the scope"))

    def test_an_entry_outside_stays_assigned_when_something_else_is_changed(self):
        self.add_user("with company", scope=IN_LEEDS, recordingPlayback=COMPANY)
        self.addCleanup(lambda: self.request("DELETE", self.address("with company")))
        self.open_as("of leeds", IN_LEEDS)
        self.assertEqual(sorted(self.names()), ["leeds", "of leeds", "with company"])
        self.open_change("with company")
        self.enter("fullName", "Changed")
        self.press("Save")
        self.wait_closed()
        user = self.user("with company")
        self.assertEqual((user["fullName"], user["recordingPlayback"]), ("Changed", COMPANY))

    def test_a_user_outside_is_as_if_it_were_not_there(self):
        self.expect_complaints()
        self.open_as("of leeds too", IN_LEEDS)
        self.browser.driver.get(self.demonstration.address + "/console/users?user=supervisor")
        self.wait_text("#refusal", "There is no user")
