"""Listeners who play whole recordings at the speed of speech, half of them uncached, and one entry's crowd beside another entry; for scripts/listeners."""
import heapq, os, random, select, socket, statistics, time, urllib.request

from example_site import ask

SECOND = 8_000         # bytes: one second at 64 kbit/s
RECORDING = 1_440_000  # three minutes
WARM, PAUSED, TRIES = 50, 128, 40
FIRST_BYTE = 2         # seconds: what a listener to an uncached recording may wait
COMING = 50            # players of the other entry that come in a second
TAKEN = bytearray(SECOND)
# Linux's, which Python does not name: the port is chosen when it is known where to.
IP_BIND_ADDRESS_NO_PORT = 24
# One address has ports for some 28,000 connections to another.
ADDRESSES = ["127.0.0.2", "127.0.0.3"]


class Player:
    """Asks for a whole recording, and takes a second of it each second; what has not come by then is a gap."""
    __slots__ = ("socket", "asked_at", "is_cold", "head", "first_byte", "have", "due", "waits_since", "request")

    def __init__(self, port, target, number, is_cold):
        self.socket = socket.socket()
        # Little waits in the system on this side, so that the service has to keep up.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
        self.socket.bind((ADDRESSES[number % len(ADDRESSES)], 0))
        self.socket.setblocking(False)
        # Nobody waits for one who finds the service's queue of new connections full.
        self.socket.connect_ex(("127.0.0.1", port))
        self.is_cold, self.head, self.first_byte, self.have, self.due = is_cold, b"", None, 0, None
        self.asked_at = self.waits_since = time.monotonic()
        self.request = f"GET {target} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n".encode()

    def ask(self):
        """Sends the request, once connected; `True` when it was."""
        try:
            self.socket.send(self.request)
        except BlockingIOError:
            return None
        except OSError:
            return False
        self.request = None
        return True

    def take(self, now):
        """Reads what is missing of the second; gives the status of a refusal, `cut`, or `None`. It waits on while `have` is less than a second."""
        while self.have < SECOND:
            try:
                count = self.socket.recv_into(TAKEN, SECOND - self.have if self.head is None else 2_048)
            except BlockingIOError:
                return None
            except OSError:
                return "cut"
            if not count:
                return "cut"
            if self.head is None:
                self.have += count
                continue
            self.head += TAKEN[:count]
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                continue
            status = self.head[9:12].decode()
            if status != "206":
                return status
            self.have, self.head = len(self.head) - end - 4, None
            if self.have and self.first_byte is None:
                self.first_byte = now - self.asked_at
        if self.first_byte is None:
            self.first_byte = now - self.asked_at
        return None


class Playing:
    """Players and one loop over their sockets."""

    def __init__(self, port):
        self.port, self.poll, self.players, self.schedule = port, select.epoll(), {}, []
        self.refused, self.cut, self.gaps, self.seconds, self.lateness = {}, 0, [], 0, 0.0
        # By how much the last to come were behind their time, and the loop behind what was ready.
        self.tardiness = 0.0
        self.joined = 0

    def join(self, target, is_cold):
        player = Player(self.port, target, self.joined, is_cold)
        self.joined += 1
        self.players[player.socket.fileno()] = player
        self.poll.register(player.socket, select.EPOLLOUT)

    def drop(self, descriptor, why):
        player = self.players.pop(descriptor)
        self.poll.unregister(descriptor)
        player.socket.close()
        if why == "cut":
            self.cut += 1
        else:
            self.refused[why] = self.refused.get(why, 0) + 1

    def look(self, descriptor, player, now, is_registered):
        why = player.take(now)
        if why:
            if not is_registered:
                self.poll.register(descriptor, 0)
            return self.drop(descriptor, why)
        if player.have < SECOND:
            if not is_registered:
                player.waits_since = now
                self.poll.register(descriptor, select.EPOLLIN)
            return
        if is_registered:
            self.poll.unregister(descriptor)
            if player.due is not None:
                self.gaps.append(now - player.waits_since)
        self.seconds += 1
        player.have = 0
        player.due = now + 1 if is_registered or player.due is None else player.due + 1
        heapq.heappush(self.schedule, (player.due, descriptor))

    def run(self, seconds, arrivals=(), pace=1.0):
        """Plays for so long; the arrivals, pairs of target and whether it is uncached, come evenly, `pace` of them a second."""
        begin, arrivals = time.monotonic(), list(arrivals)
        arrived = 0
        while (now := time.monotonic()) < begin + seconds:
            while arrived < len(arrivals) and now >= begin + arrived / pace:
                self.tardiness = max(self.tardiness, now - begin - arrived / pace)
                self.join(*arrivals[arrived])
                arrived += 1
            while self.schedule and self.schedule[0][0] <= now:
                due, descriptor = heapq.heappop(self.schedule)
                self.lateness = max(self.lateness, now - due)
                player = self.players.get(descriptor)
                if player and player.due == due:
                    self.look(descriptor, player, time.monotonic(), False)
            wake = min(self.schedule[0][0] if self.schedule else now + 0.05, now + (0.002 if arrived < len(arrivals) else 0.05))
            for descriptor, _ in self.poll.poll(max(0.0, wake - time.monotonic()), 1024):
                player = self.players.get(descriptor)
                if not player:
                    continue
                if not player.request:
                    self.look(descriptor, player, time.monotonic(), True)
                elif (is_asked := player.ask()) is not None:
                    self.poll.modify(descriptor, select.EPOLLIN)
                    if not is_asked:
                        self.drop(descriptor, "cut")

    def close(self):
        for player in self.players.values():
            player.socket.close()
        self.players = {}

    def first_bytes(self, is_cold):
        return sorted(p.first_byte for p in self.players.values() if p.is_cold == is_cold and p.first_byte is not None)


def at(part, values):
    return values[min(len(values) - 1, int(len(values) * part))] * 1000 if values else float("nan")


def upstream_bytes(site):
    return sum(ask("GET", f"http://127.0.0.1:{site.origin_port}/admin/counters")["audioBytesSent"].values())


class Processors:
    """Who used the processors since it was made: the service, the simulated store, and this script, which share one machine."""

    def __init__(self, site):
        self.site, self.begin, self.before = site, time.monotonic(), self.now(site)

    @staticmethod
    def now(site):
        own = os.times()
        return {"service": site.cpu_seconds(), "store": site.cpu_seconds(site.simulator), "this script": own.user + own.system}

    def shares(self):
        """In percent of one core."""
        took, now = time.monotonic() - self.begin, self.now(self.site)
        return ", ".join(f"{name} {(now[name] - self.before[name]) / took * 100:.0f} %" for name in now)


def speech(site, targets, cold_recordings, listeners, seconds, ramp):
    """Listeners at the speed of speech, half of them of recordings that nobody has asked for, who come evenly over `ramp` seconds; gives whether all
    heard all in time."""
    dice = random.Random(20261129)
    warm, cold = targets[:WARM], targets[WARM:WARM + cold_recordings]
    for target in warm:
        urllib.request.urlopen(f"http://127.0.0.1:{site.port}{target}").read()
    arrivals = [(dice.choice(cold), True) if number % 2 else (dice.choice(warm), False) for number in range(listeners)]
    playing = Playing(site.port)
    before, fetched = site.resident_bytes("RssAnon"), upstream_bytes(site)
    coming = Processors(site)
    playing.run(ramp, arrivals, listeners / ramp)
    coming = coming.shares()
    there = Processors(site)
    playing.run(seconds)
    there = there.shares()
    each = (site.resident_bytes("RssAnon") - before) / listeners / 1024
    asked = len({target for target, is_cold in arrivals if is_cold}) * RECORDING
    fetched = (upstream_bytes(site) - fetched) / asked
    gaps = sorted(playing.gaps)
    shown = [0.0] * max(0, playing.seconds - len(gaps)) + gaps
    waiting = sum(player.due is None for player in playing.players.values())
    print(f"\n{listeners} listeners at 64 kbit/s, half on {cold_recordings} uncached recordings: {listeners / ramp:.0f} come a second for {ramp} s, then all play for {seconds} s")
    print(f"  refused {playing.refused or 0}, cut {playing.cut}, still without a byte {waiting}   (wanted: 0, 0, 0)")
    print(f"  gaps: {len(gaps)} in {playing.seconds} seconds played, p99 {at(0.99, shown):.1f} ms, worst {at(1, gaps) if gaps else 0:.1f} ms   "
          f"(wanted: p99 0, at most 1000; this script was late by at most {playing.lateness * 1000:.1f} ms)")
    for name, is_cold in (("uncached", True), ("cached", False)):
        waits = playing.first_bytes(is_cold)
        print(f"  first byte, {name:9} p50 {at(0.5, waits):.1f} ms, p99 {at(0.99, waits):.1f} ms, worst {at(1, waits):.1f} ms"
              + (f"   (wanted: p99 <= {FIRST_BYTE * 1000:.0f}; listeners came late by at most {playing.tardiness * 1000:.1f} ms)" if is_cold else ""))
    print(f"  of {os.cpu_count()} cores, in percent of one: while they come {coming}; while all play {there}")
    print(f"  own memory of each {each:.1f} KiB   (wanted: <= 40)   bytes fetched for bytes of these recordings {fetched:.3f}")
    is_right = not playing.refused and not playing.cut and not waiting and at(0.99, shown) == 0 and (not gaps or gaps[-1] <= 1)
    is_right &= at(0.99, playing.first_bytes(True)) <= FIRST_BYTE * 1000
    playing.close()
    return is_right


def first_byte(port, target):
    """Seconds until the first byte of a recording that nobody has asked for."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        asked_at = time.monotonic()
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n".encode())
        answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 206"), answer[:200]
        return time.monotonic() - asked_at


def beside(site, crowd_targets, other_targets):
    """What another entry's listener waits for, alone, beside players who pause, and while those come; gives whether all were answered."""
    tries = iter(other_targets)
    alone = [first_byte(site.port, next(tries)) for _ in range(TRIES)]
    players = []
    coming = []
    for number, target in enumerate(crowd_targets):
        connection = socket.create_connection(("127.0.0.1", site.port))
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nRange: bytes=0-\r\n\r\n".encode())
        players.append(connection)
        # At any moment between two who come, not with one of them.
        moment = random.random() / COMING
        time.sleep(moment)
        if number % (len(crowd_targets) // TRIES + 1) == 0:
            coming.append(first_byte(site.port, next(tries)))
        time.sleep(1 / COMING - moment)
    heard = sum(connection.recv(4_096).startswith(b"HTTP/1.1 206") for connection in players)
    paused = [first_byte(site.port, next(tries)) for _ in range(TRIES)]
    print(f"\nanother entry's uncached first byte beside {len(players)} players of one entry, of whom {heard} were answered, and then pause")
    for name, waits in (("alone", alone), (f"{COMING} coming a second", coming), ("while they pause", paused)):
        print(f"  {name:19} median {statistics.median(waits) * 1000:.2f} ms, worst {max(waits) * 1000:.2f} ms   "
              f"of alone {statistics.median(waits) / statistics.median(alone):.2f}")
    print("  (wanted: <= 1.5)")
    for connection in players:
        connection.close()
    return heard == len(players)
