"""Takes a picture of each page, small enough for the README: `screenshots.py DIR`."""

import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

import insight
from console import Browser, Demonstration, wait_for
from pages import PAGES

MAXIMUM_BYTES = 100_000
VIEWS = (("light", 1280, 800), ("dark", 360, 720))
# Pages of which the first screen does not show the point.
TALL = {"why": 1700}
BUSY_CALLS = 25
BUSY_SAMPLES = 24


def be_busy(demonstration):
    """Listens to calls, new ones and known ones, and lets some things go wrong, for some samples of the live page."""
    calls = insight.calls(demonstration, insight.HEAD_OFFICE)[:BUSY_CALLS]
    results = demonstration.post("/v1/availability", {"user": "director", "segments": calls})["results"]
    addresses = [recording["audioURL"] for result in results for recording in result["recordings"]]
    for count in range(BUSY_SAMPLES):
        begun = latest_sample(demonstration)
        for address in addresses[: 1 + count // 2] * (1 + count % 3):
            urllib.request.urlopen(demonstration.address + address).read()
        if count % 4 == 3:
            try:
                urllib.request.urlopen(demonstration.address + addresses[0] + "x").read()
            except urllib.error.HTTPError:
                pass  # As it should be: the signature is wrong.
        wait_for(lambda: latest_sample(demonstration) > begun, "the next sample")


def latest_sample(demonstration):
    return demonstration.get("/v1/debug/live")["samples"][-1]["number"]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    demonstration, browser = Demonstration(), Browser()
    for page in PAGES:
        for scheme, width, height in VIEWS:
            browser.colours(scheme, motion="reduce")
            browser.resize(width, TALL.get(page.name, height) if width > 500 else height)
            browser.driver.get(demonstration.address + "/console/icon.svg")
            browser.driver.delete_all_cookies()
            if page.role:
                session = demonstration.session(token=f"demo-{page.role}")
                browser.driver.add_cookie({"name": "resolver_session", "value": session, "path": "/"})
            browser.driver.get(demonstration.address + page.at(demonstration))
            page.show(browser, lambda expression, name: wait_for(lambda: browser.script(f"return {expression}"), name))
            if page.name == "call":
                browser.script("document.querySelector('.wave').focus()")
                browser.script("document.querySelectorAll('.step')[1].click(); document.querySelectorAll('.step')[1].click()")
                browser.script("document.activeElement.blur()")
            if page.name == "recording":
                browser.script("document.querySelector('.test').click()")
                wait_for(lambda: browser.script("return document.querySelector('.outcome')"), "a tested connection")
            if page.name == "live" and width > 500:
                be_busy(demonstration)
            name = folder / (f"{page.name}.png" if width > 500 else f"{page.name}-narrow.png")
            browser.driver.save_screenshot(str(name))
            subprocess.run(["pngquant", "--force", "--ext", ".png", "--speed", "1", "64", name], check=True)
            size = name.stat().st_size
            print(f"{name} {size:,} bytes")
            assert size < MAXIMUM_BYTES, f"{name} is too large"
    browser.stop()
    demonstration.stop()


main(pathlib.Path(sys.argv[1]))
