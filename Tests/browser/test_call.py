"""A call's details: listening to its recording."""

from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from console import ConsoleTestCase, wait_for

# Of the demonstration, whose calls are the same at each start: 79 seconds in stereo, 10 minutes, one that was not recorded.
STEREO = "S-1031"
LONG = "S-1003"
UNRECORDED = "S-1008"


class CallTests(ConsoleTestCase):
    def open_call(self, segment, user="director"):
        self.open(f"/console/calls/{segment}?user={user}")
        self.wait("document.querySelector('.recording .wave')", "the player")

    def position(self):
        """Where the sound is, in seconds."""
        return self.browser.script("return document.querySelector('audio').currentTime")

    def slider(self, attribute):
        return float(self.find(".wave").get_attribute(attribute))

    def play(self):
        self.find(".round").click()

    def wait_sounding(self, beyond=0.0):
        wait_for(
            lambda: self.browser.script("return !document.querySelector('audio').paused") and self.position() > beyond,
            f"sound beyond {beyond} seconds",
        )

    def first_sound(self):
        """Milliseconds from the press of the button to the first sound."""
        return self.browser.script(
            "const at = (name) => performance.getEntriesByName(name)[0].startTime; return at('sounding') - at('play-asked')"
        )

    def test_the_length_comes_from_the_service_before_anything_is_loaded(self):
        self.open_call(STEREO)
        self.assertEqual(self.browser.script("return document.querySelector('audio').readyState"), 0)
        self.assertEqual(self.text(".length"), "1:19")
        self.assertEqual(self.slider("aria-valuemax"), 79)

    def test_stereo_legs_are_drawn_apart(self):
        self.open_call(STEREO)
        self.wait("document.querySelector('.wave.known')", "the waveform")
        self.assertEqual([lane.text for lane in self.find_all(".lanes span")], ["Left", "Right"])
        self.assertGreater(len(self.find(".bars .rest").get_attribute("d")), 1000)

    def test_plays_pauses_and_goes_on(self):
        self.open_call(STEREO)
        self.play()
        self.wait_sounding(beyond=1)
        self.play()
        wait_for(lambda: self.browser.script("return document.querySelector('audio').paused"), "silence")
        paused = self.position()
        self.assertEqual(self.find(".round").get_attribute("aria-label"), "Play")
        self.play()
        self.wait_sounding(beyond=paused + 0.5)
        self.assertLess(self.position(), paused + 30)

    def test_a_click_into_the_waveform_goes_there(self):
        self.open_call(LONG)
        self.play()
        self.wait_sounding()
        # Clicks go to an element's middle.
        self.find(".wave").click()
        wait_for(lambda: self.position() > 290, "the middle")
        self.wait_sounding(beyond=300.5)
        self.assertLess(self.position(), 360)
        self.assertAlmostEqual(self.slider("aria-valuenow"), self.position(), delta=3)

    def test_a_place_chosen_before_playing_is_where_it_begins(self):
        self.open_call(LONG)
        self.find(".wave").click()
        self.assertAlmostEqual(self.slider("aria-valuenow"), 300, delta=1)
        self.assertIn(self.text(".elapsed"), ("4:59", "5:00"))
        self.play()
        self.wait_sounding(beyond=300.2)
        self.assertLess(self.position(), 360)

    def test_the_keyboard_does_all_of_it(self):
        self.open_call(STEREO)
        wave = self.find(".wave")
        wave.send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.slider("aria-valuenow"), 5)
        self.assertEqual(wave.get_attribute("aria-valuetext"), "5 seconds of 1 minute 19 seconds")
        wave.send_keys(Keys.PAGE_UP)
        self.assertEqual(self.slider("aria-valuenow"), 35)
        wave.send_keys(Keys.ARROW_LEFT)
        self.assertEqual(self.slider("aria-valuenow"), 30)
        wave.send_keys(Keys.HOME)
        self.assertEqual(self.slider("aria-valuenow"), 0)
        wave.send_keys(Keys.SPACE)
        self.wait_sounding(beyond=0.2)
        wave.send_keys(Keys.SPACE)
        wait_for(lambda: self.browser.script("return document.querySelector('audio').paused"), "silence")
        wave.send_keys(Keys.END)
        self.assertEqual(self.slider("aria-valuenow"), 79)

    def test_ten_seconds_back_and_forth_and_speed(self):
        self.open_call(LONG)
        back, forward = self.find_all(".step")
        forward.click()
        forward.click()
        back.click()
        self.assertEqual(self.slider("aria-valuenow"), 10)
        ActionChains(self.browser.driver).click(self.find(".speed")).send_keys("2", Keys.ENTER).perform()
        self.play()
        self.wait_sounding(beyond=11)
        self.assertEqual(self.browser.script("return document.querySelector('audio').playbackRate"), 2)

    def test_the_download_has_a_name(self):
        self.open_call(STEREO)
        headers = self.browser.script(
            "return fetch(document.querySelector('.download').href, { method: 'HEAD' })"
            ".then((answer) => answer.headers.get('Content-Disposition'))"
        )
        self.assertRegex(headers, r'^attachment; filename="recording-\d+\.mp3"')

    def test_a_call_without_a_recording_says_so(self):
        self.open(f"/console/calls/{UNRECORDED}?user=director")
        self.wait("document.getElementById('state').textContent === 'No recording'", "the state")
        self.assertEqual(self.text("#sentence"), "The provider has no recording of this call.")
        self.assertEqual(self.find_all(".player"), [])

    def test_a_call_that_has_just_ended_is_asked_for_again_by_itself(self):
        start = self.browser.script("return new Date(Date.now() - 20000).toISOString()")
        self.open(
            f"/console/calls/new?user=director&telSysID=1&startTime={start}&durationSeconds=10"
            "&from=%2B441632000001&to=%2B441132000001&externalCallID=callhalf-1:0"
        )
        self.wait("document.getElementById('state').textContent === 'Arriving'", "the state")
        self.assertRegex(self.text("#remedy"), r"^Asking again in \d+ seconds?\.$")
        asked = "performance.getEntriesByType('resource').filter((it) => it.name.endsWith('/v1/availability')).length"
        self.wait(f"{asked} > 1", "another request")

    def test_any_call_has_an_address(self):
        call = next(it for it in self.demonstration.get("/console/calls")["calls"] if it["segmentID"] == STEREO)
        query = f"user=director&telSysID={call['telSysID']}&startTime={call['startTime']}&externalCallID={call['externalCallID']}"
        self.open(f"/console/calls/elsewhere?{query}")
        self.wait("document.querySelector('.recording .wave')", "the player")

    def test_an_address_without_the_fields_says_what_is_missing(self):
        self.expect_complaints()
        self.open("/console/calls/elsewhere?user=director")
        self.assertIn("user, telSysID and startTime", self.find("main").text)

    def test_time_to_the_first_sound(self):
        times = {}
        for heat in ("cold", "warm"):
            self.open("/?user=support&server=2")
            self.wait("document.querySelector('progress.done')", "all rows are known")
            self.find_all(".play:not([hidden])")[3].click()
            self.wait_sounding()
            times[heat] = self.first_sound()
        print(f"\ntime to the first sound: {times['cold']:.0f} ms cold, {times['warm']:.0f} ms warm")


class FailingHostTests(ConsoleTestCase):
    """The provider fails while somebody listens."""

    position = CallTests.position
    wait_sounding = CallTests.wait_sounding
    open_call = CallTests.open_call
    play = CallTests.play

    def setUp(self):
        super().setUp()
        self.demonstration.clear_faults()

    def seek(self, fraction):
        wave = self.find(".wave")
        width = wave.size["width"]
        ActionChains(self.browser.driver).move_to_element_with_offset(wave, round(width * (fraction - 0.5)), 0).click().perform()

    def test_when_a_host_dies_the_other_plays_on(self):
        # So slow that the picture and the sound are still on their way when the host dies.
        self.demonstration.fault("slowBody", bytesPerSecond=60000, on="audio")
        self.open_call(LONG)
        self.play()
        self.wait_sounding(beyond=0.5)
        self.demonstration.clear_faults()
        self.demonstration.fault("down", region="uk1")
        self.seek(0.8)
        self.wait_sounding(beyond=481)
        self.assertEqual(self.text(".said"), "")

    def test_when_all_hosts_die_the_listener_reads_it_and_goes_on_where_they_were(self):
        self.expect_complaints()
        self.demonstration.fault("slowBody", bytesPerSecond=60000, on="audio")
        self.open_call("S-1005")
        self.play()
        self.wait_sounding(beyond=0.5)
        self.demonstration.clear_faults()
        for region in ("uk1", "uk2"):
            self.demonstration.fault("down", region=region)
            self.demonstration.fault("resetAfter", bytes=0, region=region)
        self.seek(0.7)
        wait_for(lambda: "Trying again" in self.text(".said") or "Press play" in self.text(".said"), "the failure in words")
        self.demonstration.clear_faults()
        def sounds():
            if "Press play" in self.text(".said"):
                self.play()
            return self.position() > 420.5

        try:
            wait_for(sounds, "sound where it broke off")
        except AssertionError:
            audio = "const it = document.querySelector('audio'); return [it.currentTime, it.paused, it.readyState, it.networkState, it.error?.message]"
            self.fail(f"no sound: {self.text('.said')!r} {self.browser.script(audio)}")
        self.assertLess(self.position(), 480)
