"""Takes a picture of each page, small enough for the README: `screenshots.py DIR`."""

import pathlib
import subprocess
import sys

from console import Browser, Demonstration, wait_for
from pages import PAGES

MAXIMUM_BYTES = 100_000
VIEWS = (("light", 1280, 800), ("dark", 360, 720))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    demonstration, browser = Demonstration(), Browser()
    for page in PAGES:
        for scheme, width, height in VIEWS:
            browser.colours(scheme, motion="reduce")
            browser.resize(width, height)
            browser.driver.get(demonstration.address + "/console/icon.svg")
            browser.driver.delete_all_cookies()
            if page.role:
                browser.driver.add_cookie({"name": "resolver_session", "value": f"demo-{page.role}", "path": "/"})
            browser.driver.get(demonstration.address + page.at(demonstration))
            wait_for(lambda: browser.script(f"return {page.ready}"), page.name)
            if page.name == "call":
                browser.script("document.querySelector('.wave').focus()")
                browser.script("document.querySelectorAll('.step')[1].click(); document.querySelectorAll('.step')[1].click()")
                browser.script("document.activeElement.blur()")
            name = folder / (f"{page.name}.png" if width > 500 else f"{page.name}-narrow.png")
            browser.driver.save_screenshot(str(name))
            subprocess.run(["pngquant", "--force", "--ext", ".png", "--speed", "1", "64", name], check=True)
            size = name.stat().st_size
            print(f"{name} {size:,} bytes")
            assert size < MAXIMUM_BYTES, f"{name} is too large"
    browser.stop()
    demonstration.stop()


main(pathlib.Path(sys.argv[1]))
