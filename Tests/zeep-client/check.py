#!/usr/bin/env python3
"""Calls the Web Services API as a common SOAP client does: by its WSDL alone, with zeep.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python check.py http://127.0.0.1:8080/ws?wsdl USERNAME PASSWORD TELSYSID

The user must be an administrator whose scope covers the Telephony Server. An entry is added to it, changed, listed and deleted again,
through SOAP 1.1 and through SOAP 1.2. Ends with 0 when every answer was as expected, with 1 and a line that says what was not.
"""

import hashlib
import itertools
import sys

import zeep

PORTS = ("WebServicesSOAP11", "WebServicesSOAP12")


class Unexpected(Exception):
    pass


class Api:
    """One session of the API, through one port of its WSDL."""

    def __init__(self, client, port):
        self.service = client.bind("WebServices", port)
        self.invoke_ids = itertools.count(1)
        self.session_id = None

    def call(self, operation, properties=(), settings=(), expected_code=None, **beside):
        invoke_id = f"{next(self.invoke_ids):05}"
        request = {"Operation": operation, "InvokeID": invoke_id, **beside}
        if self.session_id:
            request["SessionID"] = self.session_id
        payload = {"Property": [{"Name": name, "_value_1": value} for name, value in properties]}
        if settings:
            container = [{"Name": name, "_value_1": value} for name, value in settings]
            payload["Container"] = [{"Name": "APICommunicationSettings", "Property": container}]
        request["OperationPayload"] = payload
        response = self.service.Execute(Request=request)
        if response.InvokeID != invoke_id:
            raise Unexpected(f"{operation} echoed {response.InvokeID!r}, not {invoke_id!r}")
        code = response.Fail.ErrorCode if response.Fail else None
        if code != expected_code:
            raise Unexpected(f"{operation} answered {code}, not {expected_code}: {response.Fail}")
        return response.Success

    def sign_in(self, username, password):
        created = properties_of(self.call("CreateSession"))
        self.session_id = created["SessionID"]
        verifier = hashlib.sha256(password.encode()).hexdigest()
        digest = hashlib.sha256(f"{created['Nonce']}:{verifier}".encode()).hexdigest()
        self.call("Authenticate", [("Username", username), ("Password", digest)])


def properties_of(element):
    return {item.Name: item._value_1 or "" for item in element.Property}


def expect(what, actual, expected):
    if actual != expected:
        raise Unexpected(f"{what} is {actual!r}, not {expected!r}")


def entries_named(api, tel_sys_id, description):
    listed = api.call(
        "CallRecIntList", [("CallRecIntFields", "TelSysID, PartIDInTelSys"), ("TelSysID", tel_sys_id)], Offset=0, Limit=1000
    )
    # zeep makes None of an element that is empty.
    entries = [properties_of(container) for container in (listed.Container if listed else [])]
    return [entry for entry in entries if entry["Description"] == description]


def check(api, username, password, tel_sys_id):
    description = "zeep's <entry> & more"
    api.sign_in(username, password)
    api.call(
        "CallRecIntAdd",
        [("CallRecIntType", "Dubber"), ("TelSysID", tel_sys_id), ("Description", description)],
        [("IPAddrOrHost1", "api.dubber.net/uk1"), ("AuthUserID1", "id")],
    )
    (entry,) = entries_named(api, tel_sys_id, description)
    expect("TelSysID", entry["TelSysID"], tel_sys_id)
    guid = [("CallRecIntGUID", entry["CallRecIntGUID"])]
    api.call("CallRecIntChange", guid, [("IPAddrOrHost2", "api.dubber.net/uk2")])
    info = api.call("CallRecIntInfo", guid)
    expect("Description", properties_of(info)["Description"], description)
    (settings,) = info.Container
    expect("container", settings.Name, "APICommunicationSettings")
    expect("IPAddrOrHost1", properties_of(settings)["IPAddrOrHost1"], "api.dubber.net/uk1")
    expect("IPAddrOrHost2", properties_of(settings)["IPAddrOrHost2"], "api.dubber.net/uk2")
    api.call("CallRecIntDelete", guid)
    api.call("CallRecIntInfo", guid, expected_code=11401)
    expect("entries left", entries_named(api, tel_sys_id, description), [])
    api.call("Logout")
    api.call("CallRecIntInfo", guid, expected_code=10302)


def main():
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    address, username, password, tel_sys_id = sys.argv[1:]
    client = zeep.Client(address)
    for port in PORTS:
        try:
            check(Api(client, port), username, password, tel_sys_id)
        except (Unexpected, zeep.exceptions.Error) as error:
            print(f"{port}: {error}", file=sys.stderr)
            return 1
        print(f"{port}: every answer was as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
