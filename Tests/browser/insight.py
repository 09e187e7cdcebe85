"""Calls of the demonstration, and the addresses that explain them."""

import urllib.parse
import urllib.request

# Every ninth of the first calls was not recorded; every second one is missing on the head office's first host.
FIRST_NUMBER = 1_000
UNRECORDED_EVERY = 9
HEAD_OFFICE, CONTACT_CENTRE, DEMONSTRATION = 1, 2, 3
FIELDS = (
    "segmentID", "telSysID", "partIDInTelSys", "startTime", "durationSeconds", "direction", "from", "to", "externalCallID",
    "externalTrackingID",
)


def number(call):
    """Which of the demonstration's calls it is."""
    return int(call["segmentID"].removeprefix("S-")) - FIRST_NUMBER


def calls(demonstration, server):
    """The calls of a Telephony Server, newest first."""
    return [call for call in demonstration.get("/console/calls")["calls"] if call["telSysID"] == server]


def recorded(demonstration, server, is_odd=None):
    """The newest call that has a recording and an external call id."""
    return next(
        call
        for call in calls(demonstration, server)
        if number(call) % UNRECORDED_EVERY != UNRECORDED_EVERY - 1
        and "externalCallID" in call
        and (is_odd is None or number(call) % 2 == is_odd)
    )


def unrecorded(demonstration, server):
    """The newest call that has none."""
    return next(call for call in calls(demonstration, server) if number(call) % UNRECORDED_EVERY == UNRECORDED_EVERY - 1)


def explanation(call, user, probe="live"):
    """Path and query of the page that explains a call."""
    fields = {name: call[name] for name in FIELDS if call.get(name) is not None}
    return "/console/why?" + urllib.parse.urlencode({"user": user, **fields, "probe": probe})


def second_host(demonstration):
    """A call whose recording lies on the second host only."""
    return explanation(recorded(demonstration, HEAD_OFFICE, is_odd=True), "supervisor")


def listened(demonstration):
    """Where a playback is told of that there has been by then."""
    call = recorded(demonstration, HEAD_OFFICE)
    answer = demonstration.post("/v1/availability", {"user": "director", "segments": [call]})
    urllib.request.urlopen(demonstration.address + answer["results"][0]["recordings"][0]["audioURL"]).read()
    return "/console/listened?user=director"
