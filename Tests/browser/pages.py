"""Every page of the console: what is true of all of them is checked of each, and each has its picture in the README."""

from collections.abc import Callable
from dataclasses import dataclass

import insight


@dataclass(frozen=True)
class Page:
    name: str
    # Path and query; a function of the demonstration where they depend on its calls.
    path: str | Callable
    # Whose token it needs; None before the sign-in.
    role: str
    # True in the page once everything is there.
    ready: str
    # What is pressed then, such as a form's button; and what is true once that is there.
    press: str | None = None
    pressed: str | None = None

    def show(self, browser, wait):
        """Waits until everything is there, by `wait(expression, name)`."""
        wait(self.ready, f"{self.name} is ready")
        if self.press:
            browser.script("document.querySelector(arguments[0]).click()", self.press)
            wait(self.pressed, f"{self.name} is open")

    def at(self, demonstration):
        """Path and query."""
        return self.path if isinstance(self.path, str) else self.path(demonstration)


RECORDING = "document.documentElement.dataset.ready"
OPEN = "document.querySelector('dialog.drawer[open]')"
USERS = "document.querySelector('#users tr')"
SERVERS = "document.querySelector('#servers > li')"
PAGES = [
    Page("sign-in", "/console/sign-in", None, "document.activeElement?.id === 'username'"),
    Page("calls", "/?user=supervisor&server=1", "report", "document.querySelector('progress.done')"),
    Page("call", "/console/calls/S-1031?user=director", "report", "document.querySelector('.wave.known')"),
    Page("why", insight.second_host, "admin", "document.getElementById('share')"),
    Page("tokens", "/console/tokens", "admin", "document.querySelector('#tokens tr')"),
    Page("tokens-add", "/console/tokens", "admin", "document.querySelector('#tokens tr')", "#add", "document.querySelector('dialog.drawer[open]')"),
    Page("keys", "/console/keys", "admin", "document.querySelector('#signing li')"),
    Page("keys-rotate", "/console/keys", "admin", "document.querySelector('#signing li')", "#rotate", "document.querySelector('dialog .danger:not(:disabled)')"),
    Page("listened", insight.listened, "admin", "document.querySelector('#rows tr')"),
    Page("changes", "/console/listened?show=changes", "admin", "document.querySelector('#rows tr')"),
    Page("recording", "/console/recording", "admin", RECORDING),
    Page("recording-add", "/console/recording", "admin", RECORDING, "#add", OPEN),
    Page("recording-change", "/console/recording", "admin", RECORDING, ".change", OPEN),
    Page("recording-delete", "/console/recording", "admin", RECORDING, ".remove", "document.querySelector('dialog .danger:not(:disabled)')"),
    Page("users", "/console/users", "admin", USERS),
    Page("users-add", "/console/users", "admin", USERS, "#add", OPEN),
    Page("users-change", "/console/users", "admin", USERS, "[data-user=elsewhere] a", OPEN),
    Page("users-hear", "/console/users", "admin", USERS, "[data-user=elsewhere] button", "document.querySelector('dialog[open] .path')"),
    Page("servers", "/console/servers", "admin", SERVERS, ".toggle", "document.querySelector('#servers tbody tr')"),
    Page("servers-change", "/console/servers", "admin", SERVERS, ".change", OPEN),
    Page("live", "/console/live", "admin", "document.querySelector('#quota li')"),
]
