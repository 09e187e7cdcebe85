"""Why a call can be played, or not: one explanation for each verdict."""

import datetime
import urllib.parse

from selenium.webdriver.common.keys import Keys

import insight
from console import ConsoleTestCase
from insight import CONTACT_CENTRE, DEMONSTRATION, HEAD_OFFICE


class Explanations(ConsoleTestCase):
    def explain(self, call, user, probe="live"):
        self.open(insight.explanation(call, user, probe), role="admin")
        self.wait("document.getElementById('verdict')", "the verdict")

    def recorded(self, server, **choice):
        return insight.recorded(self.demonstration, server, **choice)

    def unrecorded(self, server):
        return insight.unrecorded(self.demonstration, server)

    def state(self):
        return self.find("#verdict").get_attribute("data-state")

    def rules(self):
        return {rule.get_attribute("data-rule"): rule.get_attribute("data-outcome") for rule in self.find_all("#rules li")}

    def hosts(self):
        return [host.get_attribute("data-outcome") for host in self.find_all("#hosts .host")]

    def decided_in(self):
        """The parts that say that the verdict was decided there."""
        return [mark.find_element("xpath", "ancestor::section").get_attribute("id") for mark in self.find_all(".decided")]

    def assert_words(self, state_word):
        verdict = self.text("#verdict")
        self.assertIn(state_word, verdict)
        self.assertIn("What to do:", verdict)


class WhyTests(Explanations):
    def test_available_on_the_first_host(self):
        self.explain(self.recorded(HEAD_OFFICE, is_odd=False), "supervisor")
        self.assertEqual(self.state(), "available")
        self.assert_words("Available")
        self.assertEqual(set(self.rules().values()), {"pass"})
        self.assertEqual(self.hosts(), ["found", "skipped"])
        self.assertEqual(self.decided_in(), ["match"])
        self.assertEqual(self.find(".candidate").get_attribute("data-verdict"), "yes")
        self.assertIn("External call id", self.text(".candidate"))
        self.assertEqual(self.find("#cache").get_attribute("data-state"), "none")
        self.assertEqual(len(self.find_all("#quota li")), 2)

    def test_not_found(self):
        self.explain(self.unrecorded(HEAD_OFFICE), "supervisor")
        self.assertEqual(self.state(), "notFound")
        self.assert_words("No recording")
        self.assertEqual(self.hosts(), ["notFound", "notFound"])
        self.assertEqual(self.decided_in(), ["hosts"])

    def test_not_assigned_ends_at_its_rule_and_asks_nobody(self):
        self.explain(self.recorded(HEAD_OFFICE), "visitor")
        self.assertEqual(self.state(), "notAssigned")
        self.assert_words("Not assigned")
        self.assertEqual(self.rules()["assignment"], "fail")
        self.assertEqual(self.decided_in(), ["rules"])
        self.assertIn("no provider was contacted", self.text("#rules"))
        self.assertEqual(self.find_all("#hosts, #match, #cache, #quota"), [])

    def test_out_of_scope(self):
        self.explain(self.recorded(CONTACT_CENTRE), "elsewhere")
        self.assertEqual(self.state(), "outOfScope")
        self.assert_words("Out of scope")
        self.assertEqual(self.rules()["scope"], "fail")

    def test_provider_error_shows_which_host_failed(self):
        self.explain(self.unrecorded(HEAD_OFFICE), "leeds")
        self.assertEqual(self.state(), "providerError")
        self.assert_words("Provider error")
        self.assertEqual(self.hosts(), ["failed", "notFound"])
        self.assertIn("no answer", self.find("#hosts .host").text)

    def test_across_a_demonstration_simulator_the_other_entry_is_asked(self):
        self.explain(self.recorded(DEMONSTRATION), "supervisor")
        self.assertEqual(self.state(), "available")
        rules = self.rules()
        self.assertEqual((rules["demonstrationSimulator"], rules["scope"]), ("applied", "skipped"))
        self.assertIn("Dubber: Demonstration Simulator", self.text(".chosen"))

    def test_processing_right_after_the_call(self):
        start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=60)
        call = {"telSysID": HEAD_OFFICE, "startTime": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "durationSeconds": 30,
                "externalCallID": "callhalf-now:0"}
        self.explain(call, "supervisor")
        self.assertEqual(self.state(), "processing")
        self.assert_words("Arriving")

    def test_an_unknown_user_and_an_unknown_server_end_at_their_rules(self):
        self.explain(self.recorded(HEAD_OFFICE), "nobody")
        self.assertEqual(self.rules()["user"], "fail")
        self.explain({**self.recorded(HEAD_OFFICE), "telSysID": 77}, "supervisor")
        self.assertEqual(self.state(), "invalid")
        self.assertEqual(self.decided_in(), ["rules"])

    def test_what_is_not_known_can_be_asked_at_once(self):
        # Nobody has asked for the leeds entry's recordings so far back.
        call = {"telSysID": HEAD_OFFICE, "startTime": "2020-01-02T03:04:05Z", "externalCallID": "callhalf-old:0"}
        self.explain(call, "london", probe="cached")
        self.assertEqual(self.state(), "unknown")
        self.assertIn("the provider was not asked", self.text("#verdict"))
        self.find("#verdict button").click()
        self.wait("document.getElementById('verdict').dataset.state !== 'unknown'", "the answer")
        self.assertEqual(self.state(), "notFound")
        self.assertIn("probe=live", self.browser.script("return location.search"))

    def test_rules_only_asks_neither_index_nor_provider(self):
        self.explain(self.recorded(HEAD_OFFICE), "supervisor", probe="none")
        self.assertEqual(self.state(), "unknown")
        self.assertEqual(self.find_all("#hosts .calls"), [])

    def test_the_cache_bar_fills_as_the_recording_is_played(self):
        call = self.recorded(HEAD_OFFICE, is_odd=False)
        self.open("/console/recording", role="admin")
        self.browser.driver.execute_async_script(
            "const [user, call, done] = arguments;"
            "fetch('/v1/availability', { method: 'POST', body: JSON.stringify({ user, segments: [call] }) }).then((answer) => answer.json())"
            ".then(({ results }) => fetch(results[0].recordings[0].audioURL)).then((answer) => answer.blob()).then(() => done())",
            "supervisor", call,
        )
        self.explain(call, "supervisor")
        self.assertEqual(self.find("#cache").get_attribute("data-state"), "full")
        self.assertIn("100 %", self.text("#cache"))
        slices = self.find_all("#cache .slices rect")
        self.assertEqual(len(slices), 1)
        self.assertEqual(float(slices[0].get_attribute("width")), 1000)

    def test_a_call_is_typed_in_and_the_address_can_be_shared(self):
        call = self.recorded(HEAD_OFFICE, is_odd=False)
        self.open("/console/why", role="admin")
        for name, value in {"user": "supervisor", "telSysID": "1", "startTime": call["startTime"],
                            "externalCallID": call["externalCallID"]}.items():
            self.find(f"[name={name}]").send_keys(value)
        self.find("[name=externalCallID]").send_keys(Keys.ENTER)
        self.wait("document.getElementById('verdict')", "the verdict")
        query = urllib.parse.parse_qs(self.browser.script("return location.search").removeprefix("?"))
        self.assertEqual(query["externalCallID"], [call["externalCallID"]])
        self.assertEqual(query["probe"], ["cached"])
        link = self.find("#copy-link").get_attribute("value")
        self.assertEqual(link, self.browser.driver.current_url)
        command = self.find("#copy-command").get_attribute("value")
        self.assertIn("Bearer $TOKEN", command)
        self.assertNotIn("demo-admin", command + link)
        self.find("#copy-command + button").click()
        self.wait("document.querySelector('#copy-command + button').textContent === 'Copied'", "the copy")
        state = self.state()
        self.browser.driver.get(link)
        self.wait("document.getElementById('verdict')", "the verdict")
        self.assertEqual(self.state(), state)
        self.browser.driver.back()
        self.wait("document.getElementById('call').open && !document.getElementById('verdict')", "the empty form")

    def test_a_question_that_is_not_understood_is_told_in_a_sentence(self):
        self.expect_complaints()
        self.open("/console/why?user=supervisor&telSysID=1&startTime=yesterday", role="admin")
        self.wait("!document.getElementById('refusal').hidden", "the refusal")
        self.assertIn("startTime", self.text("#refusal"))
        self.assertTrue(self.browser.script("return document.getElementById('call').open"))

    def test_a_rows_details_lead_here(self):
        call = self.recorded(HEAD_OFFICE, is_odd=False)
        self.open(f"/console/calls/{call['segmentID']}?user=director", role="admin")
        self.wait("document.querySelector('a[href^=\"/console/why\"][href*=director]')", "the link")
        self.find("a[href^='/console/why'][href*=director]").click()
        self.wait("document.getElementById('verdict')", "the verdict")
        self.assertIn(call["from"], self.text("#call-words"))


class FirstQuestionTests(Explanations):
    """Nothing is known yet: the hosts must be asked."""

    def test_available_on_the_second_host_shows_the_calls_of_both(self):
        self.explain(self.recorded(HEAD_OFFICE, is_odd=True), "supervisor")
        self.assertEqual(self.state(), "available")
        self.assertEqual(self.hosts(), ["notFound", "found"])
        for host in self.find_all("#hosts .host"):
            self.assertIn("/accounts/headoffice/recordings", host.text)
            self.assertIn("200", host.text)
            self.assertIn(" ms", host.text)
