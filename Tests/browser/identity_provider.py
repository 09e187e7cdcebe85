"""Runs an independent OpenID Connect provider beside the demonstration: the package oidc-provider-mock."""

import atexit
import json
import os
import socket
import subprocess
import sys
import urllib.parse
import urllib.request

from console import wait_for


def free_port():
    """A port of this machine that nobody has at the moment."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class IdentityProvider:
    """Knows users by their `sub`, and takes whatever client asks."""

    def __init__(self):
        port = free_port()
        # The provider says that its issuer is the host that it was asked by.
        self.issuer = f"http://localhost:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
            env={**os.environ, "PYTHONPATH": os.environ["IDENTITY_PROVIDER"]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self.stop)
        wait_for(self._answers, "the identity provider starts")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError("the identity provider ended")
        try:
            return urllib.request.urlopen(self.issuer + "/.well-known/openid-configuration").read()
        except OSError:
            return None

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def add_user(self, sub, **claims):
        """Somebody whom it knows, with claims for the ID token."""
        request = urllib.request.Request(
            f"{self.issuer}/users/{urllib.parse.quote(sub)}",
            json.dumps(claims).encode(),
            {"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request).read()
