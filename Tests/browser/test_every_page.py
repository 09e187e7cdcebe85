"""What is true of every page."""

import accessibility
from console import ConsoleTestCase
from pages import PAGES

# Of a page with its styles, scripts and pictures, without the data and the audio that it shows.
MAXIMUM_PAGE_BYTES = 60_000
WIDTHS = (360, 768, 1280, 2560)


class EveryPageTests(ConsoleTestCase):
    def show(self, page):
        self.open(page.at(self.demonstration), page.role)
        page.show(self.browser, self.wait)

    def each_page(self):
        for page in PAGES:
            with self.subTest(page.name):
                self.browser.driver.delete_all_cookies()
                yield page

    def test_no_page_is_wider_than_its_window(self):
        for page in self.each_page():
            for width in WIDTHS:
                self.browser.resize(width, 800)
                self.show(page)
                measured = self.browser.script("return [document.documentElement.scrollWidth, innerWidth]")
                self.assertEqual(measured, [width, width])

    def test_every_page_is_accessible(self):
        for page in self.each_page():
            for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)):
                self.browser.colours(scheme)
                self.browser.resize(width, 800)
                self.show(page)
                self.assertEqual(accessibility.violations(self.browser), [], f"{scheme}, {width} pixels")

    def test_every_control_shows_its_focus(self):
        for page in self.each_page():
            self.show(page)
            self.assertEqual(accessibility.unmarked_focus(self.browser), [])

    def test_every_page_has_its_landmarks_and_one_heading_above_all(self):
        for page in self.each_page():
            self.show(page)
            for selector in ("main", "header", "h1", "a.skip[href='#main']"):
                self.assertEqual(len(self.find_all(selector)), 1, selector)
            self.assertEqual(len(self.find_all("header nav")), 0 if page.role is None else 1)
            second = self.find_all("nav[aria-label='Administration'] a[aria-current='page']")
            self.assertEqual(len(second), 1 if self.find_all("header a[aria-current='true']") else 0)

    def test_every_page_is_light(self):
        for page in self.each_page():
            self.browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
            self.show(page)
            sizes = self.browser.script(
                "const own = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));"
                "return own.map((it) => [it.initiatorType, it.name, it.transferSize])"
            )
            page_bytes = sum(size for kind, _, size in sizes if kind not in ("fetch", "audio"))
            data_bytes = sum(size for kind, _, size in sizes if kind == "fetch")
            print(f"\n{page.name}: {page_bytes:,} bytes, and {data_bytes:,} of data")
            self.assertLess(page_bytes, MAXIMUM_PAGE_BYTES)
            self.assertGreater(page_bytes, 0)
            hosts = {name.split("/")[2] for _, name, _ in sizes}
            self.assertEqual(hosts, {self.demonstration.address.split("/")[2]}, "nothing comes from elsewhere")
