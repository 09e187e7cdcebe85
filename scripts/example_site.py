"""A Dubber simulator and the service in front of it, as separate processes, for scripts that try them from outside."""
import http.client, json, os, re, resource, shutil, signal, socket, ssl, subprocess, tempfile, urllib.error, urllib.request
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENTRY = "6917876061b72704:62272b78:17c939e2202:-7d6f"
# A second entry of the same account, with a user of its own, for what changes entries under load.
OTHER_ENTRY = "6917876061b72704:62272b78:17c939e2202:-7d70"
USERS = {ENTRY: "listener", OTHER_ENTRY: "other-listener"}
ADMINISTRATOR, PASSWORD = "keeper", "example password"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
ACCOUNT = {"slug": "example", "clientID": "exampleclient00000000000", "clientSecret": "examplesec", "authID": "exampleauth",
           "authToken": "exampletoken00000000"}


def settings(account, host1, host2=""):
    """An entry's settings: where its provider is, and how to sign in to an account there."""
    return {"ipAddrOrHost1": host1, "ipAddrOrHost2": host2, "authUserID1": account["clientID"],
            "apiParameter1": account["clientSecret"], "authUserID2": account["authID"], "apiParameter2": account["authToken"]}


def registry(entries, users, administrators={}):
    """An import file's content: application-wide entries (GUID: settings), users (name: GUID), administrators (name: password).

    Not the made-up company of Sources/ExampleCompany: these scripts have nothing but the program, which does not print that, and need one server.
    """
    def user(name, **more):
        return {"username": name, "fullName": name, "scope": {}, "recordingPlayback": None, "administrator": False, **more}
    return {
        "telephonyServers": [{"telSysID": 1, "description": "Head office", "demonstrationSimulator": False}],
        "callRecInts": [{"callRecIntGUID": entry, "callRecIntType": "Dubber", "description": f"Example {entry}",
                         "apiCommunicationSettings": values} for entry, values in entries.items()],
        "users": [user(name, recordingPlayback=entry) for name, entry in users.items()] +
                 [user(name, administrator=True, password=password) for name, password in administrators.items()]}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(method, url, body=None, headers=None, trust=None):
    """The answer's body, read as JSON; `trust` says whose certificates are believed."""
    request = urllib.request.Request(url, data=body.encode() if body else None, headers=headers or {}, method=method)
    with urllib.request.urlopen(request, timeout=60, context=trust) as answer:
        data = answer.read()
        return json.loads(data) if data else None


class Certificate:
    """A certificate for 127.0.0.1 and the authority that vouches for it, made for one run: files in a folder, in PEM."""

    def __init__(self, folder):
        self.authority, self.file, self.key = (f"{folder}/{name}.pem" for name in ("authority", "certificate", "key"))
        authority_key = f"{folder}/authority-key.pem"
        self.make("Example authority", self.authority, authority_key, "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
        self.make("127.0.0.1", self.file, self.key, "basicConstraints=critical,CA:FALSE", "subjectAltName=IP:127.0.0.1",
                  signed_by=["-CA", self.authority, "-CAkey", authority_key])
        self.trust = ssl.create_default_context(cafile=self.authority)

    @staticmethod
    def make(name, file, key, *extensions, signed_by=()):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", f"/CN={name}", "-out", file, "-keyout", key, *signed_by,
                        *(word for extension in extensions for word in ("-addext", extension))], check=True, capture_output=True)

    @property
    def environment(self):
        """What makes the service speak TLS with it."""
        return {"RESOLVER_HTTP_TLS_CERTIFICATE_FILE": self.file, "RESOLVER_HTTP_TLS_KEY_FILE": self.key}


def allow_many_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Site:
    """Recordings of given sizes (bytes) at a simulator, and the service over one data directory that may be started again and again.

    With `tls` the service speaks TLS, and whoever talks to it through here believes its certificate's authority and no other.
    """

    def __init__(self, program, sizes, regions=("uk1",), prepare=None, tls=False):
        self.program, self.sizes, self.regions = program or self.built(), sizes, regions
        self.folder = tempfile.mkdtemp(prefix="example-site-")
        if prepare:
            prepare(self.folder)
        self.processes, self.service, self.port = [], None, free_port()
        self.certificate = Certificate(self.folder) if tls else None
        self.trust = self.certificate and self.certificate.trust
        self.ids = [f"0{4_000_000 + number}" for number in range(len(sizes))]
        self.start_simulator()
        self.import_registry()

    @staticmethod
    def built():
        subprocess.run(["swift", "build", "-c", "release", "--product", "playback-resolver"], cwd=ROOT, check=True)
        folder = subprocess.run(["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT, capture_output=True,
                                text=True, check=True).stdout.strip()
        return f"{folder}/playback-resolver"

    def start(self, words, **environment):
        """Starts the program and waits until it listens."""
        log = open(f"{self.folder}/log", "a")
        process = subprocess.Popen([self.program, *words], stdout=subprocess.PIPE, stderr=log, text=True,
                                   env={**os.environ, **environment}, preexec_fn=allow_many_files)
        log.close()
        self.processes.append(process)
        for line in process.stdout:
            if "listening on" in line:
                return process
        raise SystemExit(f"{self.program} {words[0]} did not start; see {self.folder}/log")

    def start_simulator(self):
        self.calls = []
        listed = []
        newest = datetime.now(timezone.utc) - timedelta(days=1)
        for number, (recording, size) in enumerate(zip(self.ids, self.sizes)):
            when = (newest - timedelta(minutes=10 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            call = {"startTime": when, "durationSeconds": size // 8000, "externalCallID": f"call-{recording}"}
            self.calls.append({"segmentID": recording, "telSysID": 1, **call})
            listed.append({"id": recording, "from": "+441632960111", "to": "+441632960222",
                           "audio": {"generatedBytes": size, "seed": number}, **call})
        quota = {"requestsPerSecond": 1000, "requestsPerDay": 10_000_000, "tokenRequestsPerDay": 100_000, "isEnforced": False}
        path = f"{self.folder}/simulator.json"
        with open(path, "w") as file:
            json.dump({"regions": {region: {"accounts": [{**ACCOUNT, "recordings": listed}]} for region in self.regions},
                       "quota": quota, "audioURLLifetimeSeconds": 86_400}, file)
        self.origin_port = free_port()
        self.simulator = self.start(["simulator", "--port", str(self.origin_port), "--config", path])

    def truth(self):
        """Every recording's bytes, asked of the simulator directly."""
        base = f"http://127.0.0.1:{self.origin_port}"
        form = (f"grant_type=password&client_id={ACCOUNT['clientID']}&client_secret={ACCOUNT['clientSecret']}"
                f"&username={ACCOUNT['authID']}&password={ACCOUNT['authToken']}")
        token = ask("POST", f"{base}/uk1/v1/token", form, {"Content-Type": "application/x-www-form-urlencoded"})
        bytes_by_id = {}
        for recording in self.ids:
            detail = ask("GET", f"{base}/uk1/v1/recordings/{recording}?listener=example@example.com", None,
                         {"Authorization": f"Bearer {token['access_token']}", "Content-Type": "application/json"})
            with urllib.request.urlopen(detail["recording_url"], timeout=60) as answer:
                bytes_by_id[recording] = answer.read()
        return bytes_by_id

    def fault(self, **fault):
        """Replaces the simulator's faults by one, or by none."""
        url = f"http://127.0.0.1:{self.origin_port}/admin/faults"
        ask("DELETE", url)
        if fault:
            ask("POST", url, json.dumps(fault), {"Content-Type": "application/json"})

    def host(self, region):
        """What a host field of an entry says to mean this region of the simulator."""
        return f"http://127.0.0.1:{self.origin_port}/{region}/accounts/example"

    def import_registry(self):
        hosts = [self.host(region) for region in self.regions][:2]
        content = registry({entry: settings(ACCOUNT, *hosts) for entry in USERS}, {user: entry for entry, user in USERS.items()},
                           {ADMINISTRATOR: PASSWORD})
        self.entry_count = len(USERS) + 1  # The demonstration's is always there.
        self.registry_path = f"{self.folder}/registry.json"
        with open(self.registry_path, "w") as file:
            json.dump(content, file)
        self.command("import", self.registry_path, "--create")
        self.report = self.command("token", "create", "--name", "report", "--role", "report")
        self.admin = self.command("token", "create", "--name", "admin", "--role", "admin")

    def command(self, *words):
        return subprocess.run([self.program, *words, "--data", f"{self.folder}/data"], check=True, capture_output=True,
                              text=True).stdout.strip()

    def start_service(self, **environment):
        self.service = self.start(
            ["serve", "--port", str(self.port), "--data", f"{self.folder}/data"],
            **{"RESOLVER_EGRESS_ALLOW_PLAIN_HTTP": "true", "RESOLVER_EGRESS_ALLOW_PRIVATE_ADDRESSES": "true",
               "RESOLVER_DUBBER_LISTENER": "example@example.com", "RESOLVER_DUBBER_REQUESTS_PER_SECOND": "1000",
               "RESOLVER_DUBBER_REQUESTS_PER_DAY": "10000000", "RESOLVER_DUBBER_TOKEN_REQUESTS_PER_DAY": "100000",
               "RESOLVER_PLAYBACK_URL_LIFETIME_SECONDS": "86400", "RESOLVER_LOG_LEVEL": "warning",
               # One user and one machine stand for many.
               "RESOLVER_PLAYBACK_MAX_PER_USER": "0", "RESOLVER_HTTP_MAX_CONNECTIONS_PER_ADDRESS": "0",
               **(self.certificate.environment if self.certificate else {}), **environment})

    def url(self, target):
        """The service's own address with this path and query."""
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}{target}"

    def connection(self, timeout):
        """A connection to the service that waits for an answer for so many seconds, to be opened."""
        if self.certificate:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.trust)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def fetch(self, target):
        """Status and body of a signed address."""
        try:
            with urllib.request.urlopen(self.url(target), timeout=120, context=self.trust) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def kill_service(self, how=signal.SIGKILL):
        self.service.send_signal(how)
        self.service.wait()
        self.service.stdout.close()
        self.processes.remove(self.service)

    def availability(self, calls, user="listener", accept="application/json"):
        """The answer's text for these call segments."""
        request = urllib.request.Request(
            self.url("/v1/availability"), data=json.dumps({"user": user, "segments": calls}).encode(),
            headers={"Authorization": f"Bearer {self.report}", "Accept": accept})
        with urllib.request.urlopen(request, timeout=120, context=self.trust) as answer:
            return answer.read().decode()

    def targets(self, user="listener"):
        """Each recording's signed path and query."""
        return {row["segmentID"]: row["recordings"][0]["audioURL"]
                for row in json.loads(self.availability(self.calls, user))["results"]}

    def as_admin(self, method, target):
        return ask(method, self.url(target), None, {"Authorization": f"Bearer {self.admin}"}, self.trust)

    def cpu_seconds(self, process=None):
        """Time on processors so far, of the service or another process of the site."""
        with open(f"/proc/{(process or self.service).pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def resident_bytes(self, kind="VmRSS"):
        """Memory in use; `RssAnon` leaves out pages of files."""
        with open(f"/proc/{self.service.pid}/status") as file:
            return int(re.search(kind + r":\s+(\d+)", file.read()).group(1)) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.service.pid}/fd"))

    def close(self, keep=False):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
