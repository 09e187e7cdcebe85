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

    def at(self, demonstration):
        """Path and query."""
        return self.path if isinstance(self.path, str) else self.path(demonstration)


PAGES = [
    Page("sign-in", "/console/sign-in", None, "document.activeElement?.id === 'username'"),
    Page("calls", "/?user=supervisor&server=1", "report", "document.querySelector('progress.done')"),
    Page("call", "/console/calls/S-1031?user=director", "report", "document.querySelector('.wave.known')"),
    Page("why", insight.second_host, "admin", "document.getElementById('share')"),
    Page("recording", "/console/recording", "admin", "document.querySelector('#users tr')"),
    Page("tokens", "/console/tokens", "admin", "document.querySelector('#tokens tr')"),
    Page("keys", "/console/keys", "admin", "document.querySelector('#signing li')"),
    Page("listened", insight.listened, "admin", "document.querySelector('#rows tr')"),
    Page("changes", "/console/listened?show=changes", "admin", "document.querySelector('#rows tr')"),
    Page("live", "/console/live", "admin", "document.querySelector('#quota li')"),
]
