"""The live page: charts that move while calls are played and things go wrong."""

import urllib.error
import urllib.request

from console import ConsoleTestCase, wait_for
from insight import HEAD_OFFICE, recorded

LEEDS = "67e10ae5bbb0dd46:-2442a791:17c5635ac06:-7e26"


class LiveTests(ConsoleTestCase):
    def open_live(self):
        self.open("/console/live", role="admin")
        self.wait("document.querySelector('#quota li')", "the first answer")

    def sample(self):
        return int(self.browser.script("return document.body.dataset.sample || 0"))

    def wait_moved(self, samples=1):
        begun = self.sample()
        wait_for(lambda: self.sample() >= begun + samples, "the next samples")

    def figure(self, tile):
        return self.text(f"#{tile} .value")

    def audio_address(self):
        call = recorded(self.demonstration, HEAD_OFFICE, is_odd=False)
        row = {"user": "director", "segments": [call]}
        return self.demonstration.post("/v1/availability", row)["results"][0]["recordings"][0]["audioURL"]

    def fetch(self, path, method="GET", token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(self.demonstration.address + path, headers=headers, method=method)
        try:
            return urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as error:
            return error.read()

    def test_charts_move_and_tell_of_listeners_hits_and_bytes(self):
        self.open_live()
        self.assertEqual(self.figure("listeners"), "0")
        shift = self.browser.script("return document.querySelector('#listeners .chart g').style.transform")
        address = self.audio_address()
        for _ in range(4):
            self.assertGreater(len(self.fetch(address)), 1_000)
        self.wait("document.querySelector('#listeners .value').textContent === '1'", "the listener")
        self.wait("document.querySelector('#ratio .value').textContent === '75'", "three of four from the cache")
        self.assertNotEqual(self.figure("size"), "0 bytes")
        self.wait_moved()
        self.assertNotEqual(self.browser.script("return document.querySelector('#listeners .chart g').style.transform"), shift)
        self.assertIn("L", self.find("#listeners .chart .line").get_attribute("d"))

    def test_errors_are_told_in_words_with_their_code(self):
        self.open_live()
        self.fetch("/v1/audio/nowhere/1?user=a&exp=1&kid=1&sig=1")
        self.wait("[...document.querySelectorAll('#errors code')].some((code) => code.textContent === 'signatureInvalid')", "the error")
        self.assertIn("Audio address not signed by us", self.text("#errors"))
        self.assertNotEqual(self.figure("failures"), "0")

    def test_a_host_that_keeps_failing_is_told_in_words(self):
        self.open_live()
        for _ in range(3):
            self.fetch(f"/v1/debug/entries/{LEEDS}/test", method="POST", token="demo-admin")
        self.wait("document.querySelector('#hosts [data-health=down]')", "the host")
        self.assertIn("Left alone after failures", self.text("#hosts [data-health=down]"))

    def test_quota_is_told_for_each_entry_and_host(self):
        self.open_live()
        lines = self.find_all("#quota li")
        self.assertEqual(len(lines), 8)
        self.assertTrue(all(" of 5,000" in line.text for line in lines))

    def wait_service(self, samples):
        """Waits until the service has taken some more samples, whoever asks for them."""

        def latest():
            return self.demonstration.get("/v1/debug/live")["samples"][-1]["number"]

        begun = latest()
        wait_for(lambda: latest() >= begun + samples, "the service's next samples")

    def requests(self):
        return self.browser.script("return performance.getEntriesByType('resource').filter((it) => it.name.includes('/live?')).length")

    def test_it_rests_while_paused_or_not_seen(self):
        self.open_live()
        hide = "Object.defineProperty(document, 'hidden', { configurable: true, value: %s }); document.dispatchEvent(new Event('visibilitychange'))"
        for rest, go_on in (
            ("document.getElementById('pause').click()", "document.getElementById('pause').click()"),
            (hide % "true", hide % "false"),
        ):
            self.wait_moved()
            self.browser.script(rest)
            # What was asked before may still come.
            self.wait_service(samples=1)
            before = self.requests()
            self.wait_service(samples=3)
            self.assertEqual(self.requests(), before)
            self.browser.script(go_on)
            self.wait_moved()

    def test_nothing_glides_where_motion_is_unwelcome(self):
        features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        self.browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.open_live()
        self.wait_moved(2)
        self.assertEqual(self.browser.script("return getComputedStyle(document.querySelector('.chart g')).transitionDuration"), "0s")

    def test_a_service_that_does_not_answer_is_told_and_asked_again(self):
        self.expect_complaints()
        self.open_live()
        self.browser.driver.execute_cdp_cmd("Network.enable", {})
        self.browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/v1/debug/live*"]})
        try:
            self.wait("!document.getElementById('refusal').hidden", "the sentence")
            self.assertIn("Trying again", self.text("#refusal"))
        finally:
            self.browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        self.wait("document.getElementById('refusal').hidden", "the service is back")
