"""What `scripts/soak` does to the service: listeners, report pages, administrators, and the provider's bad weather."""
import hashlib, http.client, json, random, re, socket, threading, time, urllib.error

from example_site import ADMINISTRATOR, ENTRY, OTHER_ENTRY, PASSWORD, USERS, ask

SLICE = 65_536
CHUNK = 16_384
# An answer that brings nothing for so long counts as stuck; the service's own limits are far below.
SILENCE_SECONDS = 120
# How long a listener tries to hear the rest of a playback that was interrupted.
PATIENCE_SECONDS = 90
# How long after its end weather may still be felt: retries and what was under way.
AFTERMATH_SECONDS = 15


class Tally:
    """What everybody together has seen."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts, self.refusals, self.complaints = {}, {}, []

    def add(self, **counts):
        with self.lock:
            for name, count in counts.items():
                self.counts[name] = self.counts.get(name, 0) + count

    def refused(self, status, code):
        with self.lock:
            self.refusals[f"{status} {code}"] = self.refusals.get(f"{status} {code}", 0) + 1

    def complain(self, name, text):
        """Something that must not happen: the soak fails."""
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + 1
            self.complaints.append(f"{time.strftime('%H:%M:%S')} {name}: {text}")

    def __getitem__(self, name):
        return self.counts.get(name, 0)


class Weather:
    """Faults of the simulator, switched at random; knows which interruptions they excuse."""

    def __init__(self, site, seed, tally):
        self.site, self.dice, self.tally = site, random.Random(seed), tally
        # Until when a body may break off after its first byte: no host can be had, or the recording became another one.
        self.excused_until = {}
        self.now = "clear"

    def excuse(self, reason, entry=None, recording=None, seconds=AFTERMATH_SECONDS):
        self.excused_until[(entry, recording)] = (time.monotonic() + seconds, reason)

    def excuses(self, entry, recording, since):
        """Why a playback of this recording that was under way since then may have been cut, or nothing."""
        for (of_entry, of_recording), (until, reason) in list(self.excused_until.items()):
            if of_entry in (None, entry) and of_recording in (None, recording) and until >= since:
                return reason
        return None

    def few(self):
        """Faults that a number of requests meet and that a playback must survive."""
        dice, times = self.dice, self.dice.randint(1, 2)
        return dice.choice([
            {"kind": "resetAfter", "bytes": dice.randrange(1, 300_000), "times": times},
            {"kind": "shortBody", "missingBytes": dice.randrange(1, 60_000), "times": times},
            {"kind": "ignoredRange", "times": times}, {"kind": "wrongContentRange", "times": 1},
            {"kind": "earlyExpiry", "times": times}, {"kind": "bearerRefused", "times": 1}, {"kind": "down", "times": 1},
            {"kind": "error", "status": dice.choice([500, 503, 502]), "isHTML": True, "times": times},
            {"kind": "gzipContentEncoding", "times": 1}])

    def one_region(self):
        """A region that fails until the weather changes; the other one is fine."""
        dice = self.dice
        return {"region": dice.choice(self.site.regions), **dice.choice([
            {"kind": "down"}, {"kind": "error", "status": 503, "isHTML": True}, {"kind": "tokenRefused"},
            {"kind": "noRangeSupport"}, {"kind": "slowBody", "bytesPerSecond": 200_000},
            {"kind": "slowFirstByte", "milliseconds": 700}, {"kind": "ignoredRange"},
            {"kind": "resetAfter", "bytes": dice.randrange(1, 200_000)}])}

    def everywhere(self):
        """What no second host helps against; the names say which cuts it excuses."""
        dice = self.dice
        return dice.choice([
            {"kind": "down"}, {"kind": "error", "status": 503, "isHTML": True}, {"kind": "changedETag", "times": 2},
            {"kind": "error", "status": 403, "code": 1021, "on": "recording"}, {"kind": "lateListing", "seconds": 600},
            {"kind": "slowFirstByte", "milliseconds": 500}, {"kind": "slowBody", "bytesPerSecond": 300_000}])

    def live(self, stop):
        while not stop.is_set():
            kind = self.dice.random()
            if kind < 0.45:
                fault = self.few()
            elif kind < 0.8:
                fault = self.one_region()
            else:
                fault = self.everywhere()
                if fault["kind"] not in ("slowFirstByte", "slowBody"):
                    self.excuse(fault["kind"], seconds=3600)
            self.now = " ".join(str(fault.get(key, "")) for key in ("region", "kind", "status")).strip()
            self.site.fault(**fault)
            self.tally.add(faults=1)
            stop.wait(self.dice.uniform(1, 6))
            self.site.fault()
            if self.excused_until.get((None, None), (0, ""))[0] > time.monotonic() + AFTERMATH_SECONDS:
                self.excuse(fault["kind"])
            self.now = "clear"
            stop.wait(self.dice.uniform(1, 8))


class Listener:
    """Somebody who plays recordings in one of several manners, over and over."""

    def __init__(self, site, truth, targets, weather, tally, seed):
        self.site, self.truth, self.targets, self.weather, self.tally = site, truth, targets, weather, tally
        self.dice = random.Random(seed)
        self.connection = None

    def live(self, stop):
        while not stop.is_set():
            manner = self.dice.choice([self.whole, self.whole, self.seeks, self.seeks, self.slow, self.paused, self.leaves])
            entry, recording = self.dice.choice([ENTRY, ENTRY, OTHER_ENTRY]), self.dice.choice(self.site.ids)
            manner(stop, entry, recording, len(self.truth[recording]))
            stop.wait(self.dice.uniform(0.1, 1.5))
        self.hang_up()

    def whole(self, stop, entry, recording, size):
        self.play(stop, entry, recording, 0, size)

    def seeks(self, stop, entry, recording, size):
        for _ in range(self.dice.randint(2, 8)):
            start = self.dice.randrange(size)
            self.play(stop, entry, recording, start, min(size, start + self.dice.choice([2, 1_000, SLICE, 4 * SLICE])))

    def slow(self, stop, entry, recording, size):
        self.hang_up()
        self.play(stop, entry, recording, 0, min(size, 1 << 20), pace=lambda position: stop.wait(0.05))
        self.hang_up()

    def paused(self, stop, entry, recording, size):
        self.hang_up()
        pause = [self.dice.uniform(3, 20)]
        self.play(stop, entry, recording, 0, size,
                  pace=lambda position: pause and position >= min(size // 2, 100_000) and stop.wait(pause.pop()))
        self.hang_up()

    def leaves(self, stop, entry, recording, size):
        limit = self.dice.randrange(1, size + 1)
        self.play(stop, entry, recording, 0, size, leave_after=limit)
        self.hang_up()

    def hang_up(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def ask(self, entry, recording, start, end, tag):
        if self.connection is None:
            self.connection = self.site.connection(SILENCE_SECONDS)
            self.connection.connect()
            # Small, so that who pauses holds the service back.
            self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLICE)
        headers = {"Range": f"bytes={start}-{end - 1}", **({"If-Range": tag} if tag else {})}
        self.connection.request("GET", self.targets[entry][recording], headers=headers)
        return self.connection.getresponse()

    def play(self, stop, entry, recording, start, end, pace=None, leave_after=None):
        """Plays to the end; when interrupted, asks for the rest as a player does."""
        began = last_ask = time.monotonic()
        position, tag, cuts, why = start, None, 0, None
        self.tally.add(playbacks=1)
        while True:
            try:
                last_ask, self.reached, why = time.monotonic(), None, "the body ended early"
                answer = self.ask(entry, recording, position, end, tag)
                if answer.status in (200, 206):
                    tag = answer.headers["ETag"]
                    if answer.status == 200:
                        position, end = 0, len(self.truth[recording])  # If-Range found another version: heard from its start.
                    position = self.hear(answer, recording, position, end, pace, leave_after)
                else:
                    self.note_refusal(answer)
                if position is None:
                    return
            except socket.timeout:
                self.hang_up()
                self.tally.complain("stuck", f"{recording} brought nothing for {SILENCE_SECONDS} s")
                return
            except (OSError, http.client.HTTPException) as error:
                self.hang_up()
                why = f"{type(error).__name__} after {'no head' if self.reached is None else f'{self.reached - position} bytes'}"
                answer, position = None, self.reached or position
            if position >= end:
                self.tally.add(**({"resumed": 1} if cuts else {"undisturbed": 1}))
                return
            if answer is None or answer.status in (200, 206):
                cuts += 1
                self.cut(entry, recording, position, last_ask, why)
            elif not cuts:
                self.tally.add(clean_failures=1)  # Before the first byte; the listener may press play again.
                return
            if time.monotonic() - began > PATIENCE_SECONDS and not stop.is_set():
                self.tally.complain("abandoned", f"{recording} at {position} of {end}")
                return
            if stop.is_set():
                self.tally.add(undisturbed=1)
                return
            stop.wait(0.5)

    def cut(self, entry, recording, position, since, why):
        self.hang_up()
        reason = self.weather.excuses(entry, recording, since)
        self.tally.add(cuts=1)
        if reason:
            self.tally.add(**{f"cut_{reason}": 1})
        else:
            self.tally.complain("unexcused_cuts", f"{recording} at {position}, {time.monotonic() - since:.1f} s after it "
                                                  f"was asked for: {why}; weather {self.weather.now}")

    def hear(self, answer, recording, position, end, pace, leave_after):
        """Compares what comes; gives the position reached, or nothing when the listener has left."""
        expected = self.truth[recording]
        if answer.status == 206 and answer.headers["Content-Range"] != f"bytes {position}-{end - 1}/{len(expected)}":
            self.tally.complain("wrong_heads", f"{recording}: {answer.headers['Content-Range']}")
        heard, self.reached = 0, position
        while piece := answer.read1(CHUNK):
            if piece != expected[position:position + len(piece)]:
                self.tally.complain("wrong_bytes", f"{recording} at {position}..{position + len(piece)}")
            position += len(piece)
            heard += len(piece)
            self.reached = position
            self.tally.add(bytes=len(piece))
            if leave_after and heard >= leave_after:
                self.tally.add(left=1)
                return None
            if pace:
                pace(position)
        if position == end:
            answer.close()  # Read to its end, but http.client learns of that only so.
        return position

    def note_refusal(self, answer):
        body = answer.read()
        try:
            problem = json.loads(body)
            self.tally.refused(answer.status, problem["code"])
            if problem["code"] in ("unexpected", "forbidden", "badSignature") or answer.status == 500:
                self.tally.complain("wrong_refusals", body.decode())
        except (ValueError, KeyError):
            self.tally.complain("wrong_refusals", f"status {answer.status} without a problem document: {body[:80]}")


class ReportPage:
    """A report page that is opened again and again."""

    STATES = {"available", "providerError", "unknown", "processing", "notFound"}

    def __init__(self, site, weather, tally, seed):
        self.site, self.weather, self.tally, self.dice = site, weather, tally, random.Random(seed)

    def live(self, stop):
        while not stop.is_set():
            calls = self.dice.sample(self.site.calls, min(12, len(self.site.calls)))
            calls.append({"segmentID": "none", "telSysID": 1, "startTime": calls[0]["startTime"], "durationSeconds": 1,
                          "externalCallID": "no such call"})
            user = self.dice.choice(list(USERS.values()))
            accept = self.dice.choice(["application/json", "application/x-ndjson"])
            began = time.monotonic()
            try:
                text = self.site.availability(calls, user, accept)
                rows = json.loads(text)["results"] if accept == "application/json" else \
                    [json.loads(line) for line in text.splitlines()][:-1]
                self.judge(rows, calls, began)
            except (OSError, http.client.HTTPException, ValueError) as error:
                if not stop.is_set():
                    self.tally.complain("page_errors", repr(error))
            stop.wait(self.dice.uniform(0.3, 2))

    def judge(self, rows, calls, began):
        self.tally.add(pages=1, rows=len(rows))
        if len(rows) != len(calls):
            self.tally.complain("wrong_rows", f"{len(rows)} rows for {len(calls)}")
        for row in rows:
            found = [each["recordingID"] for each in row["recordings"]]
            late = self.weather.excuses(None, None, began)
            if row["state"] not in self.STATES or any(each != row["segmentID"] for each in found) or \
                    (row["state"] == "notFound" and row["segmentID"] != "none" and not late):
                self.tally.complain("wrong_rows", f"{row['segmentID']}: {row['state']} {row['reason']} {found}")


class Administrator:
    """Purges, changes entries by the XML API, and looks at the debug pages."""

    def __init__(self, site, weather, tally, seed):
        self.site, self.weather, self.tally, self.dice = site, weather, tally, random.Random(seed)

    def live(self, stop):
        while not stop.is_set():
            try:
                self.dice.choice([self.purge, self.change, self.debug, self.debug, self.debug])()
            except urllib.error.HTTPError as error:
                self.tally.complain("admin_errors", f"{error.code} {error.read()[:200]}")
            except (OSError, http.client.HTTPException) as error:
                if not stop.is_set():
                    self.tally.complain("admin_errors", repr(error))
            stop.wait(self.dice.uniform(1, 4))

    def purge(self):
        entry, recording = self.dice.choice(list(USERS)), self.dice.choice(self.site.ids)
        self.weather.excuse("purge", entry, recording, seconds=SILENCE_SECONDS)
        self.site.as_admin("DELETE", f"/v1/cache?entry={entry}&recording={recording}")
        self.weather.excuse("purge", entry, recording, seconds=1)
        self.tally.add(purges=1)

    def debug(self):
        call = self.dice.choice(self.site.calls)
        target = self.dice.choice([
            "/v1/debug/hosts", "/v1/debug/quota", "/v1/debug/cache", "/v1/debug/live",
            f"/v1/debug/resolution?user=listener&telSysID=1&startTime={call['startTime']}&externalCallID={call['externalCallID']}"
            f"&probe={self.dice.choice(['none', 'cached', 'live'])}"])
        self.site.as_admin("GET", target)
        self.tally.add(debug_calls=1)

    def xml(self, operation, payload="", session=None):
        body = (f'<Request Operation="{operation}"><InvokeID>00001</InvokeID>'
                + (f"<SessionID>{session}</SessionID>" if session else "")
                + (f"<OperationPayload>{payload}</OperationPayload>" if payload else "") + "</Request>")
        connection = self.site.connection(SILENCE_SECONDS)
        try:
            connection.request("POST", "/ws", body, {"Content-Type": "text/xml"})
            text = connection.getresponse().read().decode()
        finally:
            connection.close()
        if 'Result="Success"' not in text:
            self.tally.complain("admin_errors", f"{operation}: {text[:300]}")
        return dict(re.findall(r'<Property Name="(\w+)">([^<]*)<', text))

    def change(self):
        """Signs in, changes an entry and signs out; a changed host empties the entry's cache."""
        created = self.xml("CreateSession")
        session = created.get("SessionID")
        verifier = hashlib.sha256(PASSWORD.encode()).hexdigest()
        digest = hashlib.sha256(f"{created.get('Nonce')}:{verifier}".encode()).hexdigest()
        self.xml("Authenticate", f'<Property Name="Username">{ADMINISTRATOR}</Property>'
                                 f'<Property Name="Password">{digest}</Property>', session)
        if self.dice.random() < 0.6:
            self.xml("CallRecIntChange", f'<Property Name="CallRecIntGUID">{ENTRY}</Property>'
                                         f'<Property Name="Description">Example {self.dice.random()}</Property>', session)
        else:
            hosts = [self.site.host(region) for region in self.dice.sample(self.site.regions, 2)]
            self.weather.excuse("change", OTHER_ENTRY, None, seconds=SILENCE_SECONDS)
            self.xml("CallRecIntChange", f'<Property Name="CallRecIntGUID">{OTHER_ENTRY}</Property>'
                     '<Container Name="APICommunicationSettings">'
                     f'<Property Name="IPAddrOrHost1">{hosts[0]}</Property><Property Name="IPAddrOrHost2">{hosts[1]}</Property>'
                     '</Container>', session)
            self.weather.excuse("change", OTHER_ENTRY, None, seconds=3)
        self.xml("Logout", "", session)
        self.tally.add(changes=1)
