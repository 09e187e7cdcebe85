"""Every page of the console: what is true of all of them is checked of each, and each has its picture in the README."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    # Whose token it needs; None before the sign-in.
    role: str
    # True in the page once everything is there.
    ready: str


PAGES = [
    Page("sign-in", "/console/sign-in", None, "document.activeElement?.id === 'token'"),
    Page("calls", "/?user=supervisor&server=1", "report", "document.querySelector('progress.done')"),
    Page("call", "/console/calls/S-1031?user=director", "report", "document.querySelector('.wave.known')"),
]
