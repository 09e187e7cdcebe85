"""The Historic Call List."""

from selenium.webdriver import ActionChains

from console import ConsoleTestCase, wait_for

VISIBLE_ROWS = "[...document.querySelectorAll('#calls tr')].filter((row) => !row.hidden)"
DONE = "document.querySelector('progress.done')"


class CallListTests(ConsoleTestCase):
    def rows(self):
        return self.browser.script(f"return {VISIBLE_ROWS}.length")

    def sounding(self):
        return self.browser.script(
            "return [...document.querySelectorAll('audio')].filter((audio) => !audio.paused && audio.currentTime > 0).length"
        )

    def played(self):
        """The addresses of audio that were asked for."""
        return self.browser.script(
            "return performance.getEntriesByType('resource').map((entry) => entry.name)"
            ".filter((name) => name.includes('/v1/audio/'))"
        )

    def test_rows_fill_in_while_the_answer_comes(self):
        self.open("/?user=director&server=4")
        self.wait("document.querySelectorAll('#calls tr').length === 1000", "a thousand rows")
        seen = wait_for(self._partly, "some rows are known and some are not")
        self.assertRegex(seen, r"^1,000 calls · [\d,]+ checked · [\d,]+ can be played$")
        self.wait(DONE, "all rows are known")
        self.assertEqual(self.text("#counts"), "1,000 calls · 889 can be played")
        self.assertEqual(self.browser.script("return document.querySelectorAll('.play:not([hidden])').length"), 889)
        words = self.browser.script("return [...new Set([...document.querySelectorAll('.state')].map((it) => it.textContent))]")
        self.assertEqual(sorted(words), ["Available", "No recording"])

    def _partly(self):
        return self.browser.script(
            "const it = document.getElementById('progress');"
            "return it && it.value > 0 && it.value < it.max && document.getElementById('counts').textContent"
        )

    def test_a_thousand_rows_stay_quick(self):
        self.open("/?user=director&server=4")
        self.wait(DONE, "all rows are known")
        # Once more with everything known to the service, so that only page and network are measured.
        self.browser.driver.refresh()
        self.wait(DONE, "all rows are known")
        times = self.browser.script(
            "return Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime]))"
        )
        fetched = self.browser.script(
            "return performance.getEntriesByType('resource').find((it) => it.name.includes('/console/calls')).responseEnd"
        )
        print(
            f"\n1,000 rows: shown {times['rows-shown'] - fetched:.0f} ms after their list came,"
            f" filled in {times['rows-filled'] - times['answer-complete']:.0f} ms after the last result came,"
            f" {times['rows-filled']:.0f} ms after the page was opened"
        )
        self.assertEqual(self.rows(), 1000)

    def test_nothing_is_loaded_before_it_is_played(self):
        self.open("/?user=supervisor&server=1")
        self.wait(DONE, "all rows are known")
        self.assertEqual(self.played(), [])
        self.assertEqual(self.browser.script("return document.querySelector('audio').preload"), "none")

    def test_one_call_sounds_at_a_time(self):
        self.open("/?user=supervisor&server=1")
        self.wait(DONE, "all rows are known")
        first, second = self.find_all(".play:not([hidden])")[1:3]
        first.click()
        wait_for(lambda: self.sounding() == 1, "the first call sounds")
        self.assertEqual(len(self.find_all("#calls tr[aria-current]")), 1)
        second.click()
        wait_for(lambda: len(self.find_all(".play[aria-label^=Pause]")) == 1, "one row has a pause button")
        wait_for(lambda: self.sounding() == 1, "the second call sounds")
        self.assertTrue(second.get_attribute("aria-label").startswith("Pause"))
        second.click()
        wait_for(lambda: self.sounding() == 0, "silence")
        self.find("#close").click()
        self.assertFalse(self.find("#dock").is_displayed())

    def test_filters_stand_in_the_address_and_come_back_with_it(self):
        self.open("/?user=supervisor&server=1")
        self.wait(DONE, "all rows are known")
        everything = self.rows()
        self.browser.script(
            "const field = document.querySelector('[name=direction]'); field.value = 'outbound';"
            "field.dispatchEvent(new Event('input', { bubbles: true }))"
        )
        outbound = self.rows()
        self.assertTrue(0 < outbound < everything)
        self.browser.script(
            "const field = document.querySelector('[name=state]'); field.value = 'notFound';"
            "field.dispatchEvent(new Event('input', { bubbles: true }))"
        )
        neither = self.rows()
        self.assertTrue(neither < outbound)
        address = self.browser.driver.current_url
        self.assertIn("direction=outbound", address)
        self.assertIn("state=notFound", address)
        self.browser.driver.get(address)
        self.wait(DONE, "all rows are known")
        wait_for(lambda: self.rows() == neither, "the same rows")
        self.find("#reset").click()
        self.assertEqual(self.rows(), everything)

    def test_search_finds_numbers_and_ids(self):
        self.open("/?user=supervisor&server=1")
        self.wait(DONE, "all rows are known")
        self.find("[name=q]").send_keys("S-1002")
        self.assertEqual(self.rows(), 1)
        number = self.browser.script(f"return {VISIBLE_ROWS}[0].querySelector('.from').textContent")
        self.find("[name=q]").clear()
        self.find("[name=q]").send_keys(number)
        self.assertEqual(self.rows(), 1)
        self.find("[name=q]").send_keys("nobody")
        self.assertEqual(self.rows(), 0)
        self.assertTrue(self.find("#nothing").is_displayed())

    def test_a_user_without_an_assignment_hears_nothing(self):
        self.open("/?user=visitor&server=1")
        self.wait(DONE, "all rows are known")
        self.assertTrue(self.text("#counts").endswith("· 0 can be played"))
        words = self.browser.script("return [...new Set([...document.querySelectorAll('.state')].map((it) => it.textContent))]")
        self.assertEqual(words, ["Not assigned"])

    def test_administrators_are_led_to_why_a_call_cannot_be_played(self):
        for role, some in (("report", False), ("admin", True)):
            self.open("/?user=visitor&server=1&q=S-1002", role)
            self.wait(DONE, "all rows are known")
            links = self.find_all("#calls tr:not([hidden]) .why")
            self.assertEqual(len(links), 1 if some else 0)
        links[0].click()
        self.wait("location.pathname === '/console/why'", "the explanation")
        self.assertIn("segmentID=S-1002", self.browser.driver.current_url)

    def test_a_row_leads_to_its_call(self):
        self.open("/?user=supervisor&server=1&q=S-1002")
        self.wait(DONE, "all rows are known")
        row = self.browser.script(f"return {VISIBLE_ROWS}[0]")
        # Anywhere in the row, here on its last cell, which the link covers.
        ActionChains(self.browser.driver).move_to_element(row.find_element("css selector", "td.recording")).click().perform()
        self.wait("location.pathname === '/console/calls/S-1002'", "the call's own page")
        self.wait("document.querySelector('.recording .wave')", "its recording")
        self.find("#back").click()
        self.wait("document.getElementById('counts')", "the list")
        self.assertIn("q=S-1002", self.browser.driver.current_url)
