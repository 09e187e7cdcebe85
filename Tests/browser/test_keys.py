"""Administration > Keys."""

import urllib.error
import urllib.request

import insight
from console import ConsoleTestCase


class KeysTests(ConsoleTestCase):
    def open_keys(self):
        self.open("/console/keys", role="admin")
        self.wait("document.querySelector('#signing li')", "the keys")

    def address(self):
        """Of a recording, signed now."""
        call = insight.recorded(self.demonstration, insight.HEAD_OFFICE)
        answer = self.demonstration.post("/v1/availability", {"user": "director", "segments": [call]})
        return answer["results"][0]["recordings"][0]["audioURL"]

    def test_which_keys_are_live_is_told_and_a_new_one_signs_without_harm(self):
        self.open_keys()
        self.assertEqual(len(self.find_all("#signing li")), 1)
        self.assertIn("Signs", self.text("#signing"))
        self.assertIn("since", self.text("#signing"))
        self.assertIn("Key number 1", self.text("#sealing"))
        for place in ("#hooks", "#audit"):
            self.assertIn("In use", self.text(place))
        before = self.address()
        old = self.find("#signing li").get_attribute("data-key")
        self.assertIn(f"kid={old}", before)
        self.find("#rotate").click()
        words = self.text("dialog")
        self.assertIn("15 minutes", words)
        self.assertIn("6 hours", words)
        self.assertIn("Webhooks are not affected", words)
        # Who cancels changes nothing.
        self.find("dialog .acts button").click()
        self.assertIn(f"kid={old}", self.address())
        self.find("#rotate").click()
        self.wait("!document.querySelector('dialog .danger').disabled", "what it means")
        self.find("dialog .danger").click()
        self.wait("document.querySelectorAll('#signing li').length === 2", "the new key")
        keys = [key.get_attribute("data-key") for key in self.find_all("#signing li")]
        self.assertEqual(keys[1], old)
        self.assertIn("Accepted still", self.text("#signing"))
        self.assertIn(f"kid={keys[0]}", self.address())
        urllib.request.urlopen(self.demonstration.address + before).read()
        self.assertFalse(self.find("#rotate").is_enabled())
        self.assertIn("possible from", self.text("#rotation"))
        changes = self.demonstration.get("/v1/audit/changes?kind=key")["changes"]
        self.assertEqual([change["action"] for change in changes], ["rotateSigningKey", "addSigningKey"])
        # Somebody else's page from before is told why not.
        try:
            self.demonstration.post("/v1/keys/signing/rotate", {})
            self.fail("rotated twice")
        except urllib.error.HTTPError as error:
            self.assertEqual(error.code, 409)
