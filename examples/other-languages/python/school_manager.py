#!/usr/bin/env python3
"""A client of Apple School Manager with only Python 3.9 or newer and openssl: registers a key with the mock, signs a JWT, requests
a token and lists devices. With the package "cryptography", sign with that in place of openssl."""

import base64
import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

MOCK = os.environ.get("MOCK", "http://127.0.0.1:8123")
CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59"
KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef"
AUDIENCE = "https://account.apple.com/auth/oauth2/v2/token"


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def send(url, data=None, **headers):
    """Returns the JSON of a response; the message of an error names its status."""
    request = urllib.request.Request(url, data, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"{}")
    except urllib.error.HTTPError as e:
        raise SystemExit(f"HTTP {e.code} from {url}: {e.read().decode()}. See why at {MOCK}/") from None


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jose_signature(der):
    """openssl writes DER, two integers; a JWS has both as 32 bytes (RFC 7518 section 3.4)."""
    length = der[3]
    r, s = der[4 : 4 + length], der[6 + length :]
    return b"".join(number.lstrip(b"\0").rjust(32, b"\0") for number in (r, s))


def assertion(key_file):
    now = int(time.time())
    header = {"alg": "ES256", "kid": KEY_ID, "typ": "JWT"}
    claims = {"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": AUDIENCE, "jti": str(uuid.uuid4()), "iat": now, "exp": now + 3600}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    return signed + "." + base64url(jose_signature(openssl("dgst", "-sha256", "-sign", key_file, data=signed.encode())))


with tempfile.TemporaryDirectory() as folder:
    key = os.path.join(folder, "private.pem")
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    public = openssl("pkey", "-in", key, "-pubout").decode()
    client = {"provider": "apple-school-manager", "clientId": CLIENT_ID, "keyId": KEY_ID, "keys": public}
    send(f"{MOCK}/api/clients", json.dumps(client).encode(), Content_Type="application/json")
    token = send(
        f"{MOCK}/apple-school-manager/auth/oauth2/token",
        urllib.parse.urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": CLIENT_ID,
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion(key),
                "scope": "school.api",
            }
        ).encode(),
    )["access_token"]

devices = 0
url = f"{MOCK}/apple-school-manager/v1/orgDevices?limit=100"
while url:
    page = send(url, Accept="application/json", Authorization=f"Bearer {token}")
    devices += len(page["data"])
    url = page["links"].get("next")
print(f"{devices} devices")
