"""Starts the demonstration and looks at its console in a headless Chromium."""

import atexit
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PLAYBACK_RESOLVER", ROOT / ".build/debug/playback-resolver"))
# So patient that a busy machine makes no test fail.
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.05


def wait_for(condition, what, seconds=PATIENCE_SECONDS):
    """The condition's first true value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} seconds")
        time.sleep(PAUSE_SECONDS)


class RunningService:
    """The program, with fresh data on a free port."""

    def __init__(self, **settings):
        """With settings of the service's environment."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="console-"))
        self.output = self.folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [PROGRAM, *self.command()],
                stdout=output,
                stderr=subprocess.STDOUT,
                # Little is fetched at first, so that there is something left to fetch while a test listens.
                env={
                    **os.environ, "RESOLVER_LOG_LEVEL": "warning", "RESOLVER_CACHE_FIRST_FETCH_BYTES": "65536",
                    "RESOLVER_DATA_DIRECTORY": str(self.folder / "data"), "RESOLVER_HTTP_PORT": "0", **settings,
                },
            )
        atexit.register(self.stop)
        self.lines = wait_for(self._lines, "the service starts")
        self.address = next(line.split()[-1] for line in self.lines if line.startswith("listening on "))

    def command(self):
        return ["serve"]

    def _lines(self):
        lines = self.output.read_text().splitlines()
        if self.process.poll() is not None:
            raise AssertionError("\n".join(["the service ended"] + lines))
        return lines if any(line.startswith("listening on ") for line in lines) else None

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments):
        """What a command says that works on the same data."""
        command = [PROGRAM, *arguments, "--data", self.folder / "data"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def get(self, path, token="demo-admin"):
        """A JSON answer."""
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"Bearer {token}"})
        return json.load(urllib.request.urlopen(request))

    def post(self, path, value, token="demo-admin"):
        """A JSON answer to a JSON question."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, json.dumps(value).encode(), headers)
        return json.load(urllib.request.urlopen(request))

    def request(self, method, path, value=None, token="demo-admin", etag=None):
        """Status and JSON of an answer, whatever the status."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if etag:
            headers["If-Match"] = etag
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def session(self, **proof):
        """The cookie's value of who signs in by a token, or by username and password."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.address + "/console/session", json.dumps(proof).encode(), headers)
        return urllib.request.urlopen(request).headers["Set-Cookie"].split(";")[0].split("=", 1)[1]

    def import_users(self, *users):
        """Brings users in beside those of the made-up company, as the command line does while the service runs."""
        self.import_text(json.dumps({"users": users}))

    def import_lines(self, *lines):
        """The same of objects and deletions, one on each line."""
        self.import_text("\n".join(json.dumps(line) for line in lines))

    def import_text(self, text):
        file = self.folder / "import.json"
        file.write_text(text)
        self.run("import", file)


class Demonstration(RunningService):
    """A demonstration of its own, with the simulated provider."""

    def __init__(self, port=0, **settings):
        """With settings of the service's environment."""
        self.port = port
        super().__init__(**settings)
        simulated = next(line for line in self.lines if line.startswith("The simulated Dubber:"))
        self.simulator = simulated.split()[3].split("/uk1")[0]

    def command(self):
        return ["demo", "--port", str(self.port), "--data", self.folder / "data"]

    def fault(self, kind, **values):
        """Makes the simulated provider fail from now on."""
        self._simulator("POST", {"kind": kind, **values})

    def clear_faults(self):
        """Takes every fault back but the host that is always down."""
        self._simulator("DELETE")
        self.fault("down", region="down")

    def _simulator(self, method, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.simulator + "/admin/faults", data, method=method)
        urllib.request.urlopen(request).read()


class Browser:
    """Chromium with one window, whose size and colours can be set."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
            "--hide-scrollbars",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        atexit.register(self.stop)
        self.resize(1280, 900)

    def stop(self):
        try:
            self.driver.quit()
        except Exception:  # It has ended already.
            pass

    def resize(self, width, height):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def colours(self, scheme, motion="no-preference"):
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def errors(self):
        """What the browser's console complained of since the last look."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


_browser = None


def browser():
    """The one browser of the run."""
    global _browser
    _browser = _browser or Browser()
    return _browser


class ConsoleTestCase(unittest.TestCase):
    """A suite with a demonstration of its own; each test begins signed out, in a wide light window."""

    @classmethod
    def make_service(cls):
        return Demonstration()

    @classmethod
    def setUpClass(cls):
        cls.demonstration = cls.make_service()
        cls.addClassCleanup(cls.demonstration.stop)
        cls.browser = browser()

    def setUp(self):
        self.browser.driver.get(self.demonstration.address + "/console/icon.svg")
        self.browser.driver.delete_all_cookies()
        self.browser.resize(1280, 900)
        self.browser.colours("light")
        self.browser.errors()
        self.complains = False

    def tearDown(self):
        if not self.complains:
            self.assertEqual(self.browser.errors(), [], "the console complained")

    def expect_complaints(self):
        """The browser's console may complain in this test: it makes requests fail."""
        self.complains = True

    def sign_in(self, role):
        """As the sign-in page does; that page has tests of its own."""
        self.add_session(self.demonstration.session(token=f"demo-{role}"))

    def add_session(self, value):
        cookie = {"name": "resolver_session", "value": value, "path": "/", "sameSite": "Strict"}
        self.browser.driver.add_cookie(cookie)

    def open(self, path, role="report"):
        if role:
            self.sign_in(role)
        self.browser.driver.get(self.demonstration.address + path)

    def find(self, selector):
        return self.browser.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.browser.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, script, what, seconds=PATIENCE_SECONDS):
        """Waits until an expression is true in the page."""
        return wait_for(lambda: self.browser.script(f"return {script}"), what, seconds)

    def text(self, selector):
        return self.find(selector).text
