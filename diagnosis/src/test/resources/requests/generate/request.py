"""A token request, and the ways in which people paste one."""

import base64
import copy
import json
import shlex
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlencode, urlsplit

import jose

# Every request is presented at this instant unless its expectation says otherwise.
NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=timezone.utc)
FORM = "application/x-www-form-urlencoded"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def seconds(offset):
    return int(NOW.timestamp()) + offset


def instant(offset=0):
    return (NOW + timedelta(seconds=offset)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Request:
    """Mutable, so that a request is a sound request and what was done to it."""

    def __init__(self, endpoint, header, claims, key, form, known):
        self.endpoint = endpoint
        self.header = header
        self.claims = claims
        self.key = key
        self.form = form
        self.known = known
        self.method = "POST"
        self.headers = {"Content-Type": FORM}
        self.made_with = None
        self.der = False
        self.token = None

    def but(self, *changes, header=None, claims=None, form=None, headers=None, known=None, **fields):
        """A copy with other members. None removes one."""
        other = copy.deepcopy(self)
        for mine, theirs in (
            (other.header, header),
            (other.claims, claims),
            (other.form, form),
            (other.headers, headers),
            (other.known, known),
        ):
            for name, value in (theirs or {}).items():
                mine[name] = value
                if value is None:
                    del mine[name]
        for name, value in fields.items():
            setattr(other, name, value)
        for change in changes:
            change(other)
        return other

    def jwt(self):
        """What was said to be the JWT, else one made for this call."""
        if self.token is not None:
            return self.token
        return jose.compact(self.header, self.claims, self.key, self.made_with, self.der)

    def broken_jwt(self, change):
        """A copy whose JWT was changed after it was made."""
        return self.but(token=change(self.jwt()))

    def pairs(self):
        return [(name, self.jwt() if value is JWT else value) for name, value in self.form.items()]


class JWT:
    """Stands in a form for the signed JWT."""

    def __deepcopy__(self, memo):
        return self


JWT = JWT()


def encoded(request):
    return urlencode(request.pairs(), quote_via=quote)


# The ways to paste. Each returns the text and the name of its form.


def bare(request):
    return request.jwt() + "\n", "JWT"


def body(request):
    return encoded(request) + "\n", "FORM_BODY"


def decoded(request):
    """As a web page for JWTs shows it, and as people write it into a forum."""
    header = json.dumps(request.header, indent=2)
    return f"Header:\n{header}\nPayload:\n{json.dumps(request.claims, indent=2)}\n", None


def http(request):
    return raw_http(request, encoded(request)), "HTTP_REQUEST"


def http_lf(request):
    """As an editor saves it: line feeds alone, and one at the end."""
    return http(request)[0].replace("\r\n", "\n") + "\n", "HTTP_REQUEST"


def http_json(request):
    return raw_http(request, json.dumps(dict(request.pairs()))), "HTTP_REQUEST"


def http_query(request):
    url = urlsplit(request.endpoint)
    return raw_http(request, "", target=url.path + "?" + encoded(request)), "HTTP_REQUEST"


def raw_http(request, text, target=None):
    url = urlsplit(request.endpoint)
    target = target or url.path + ("?" if request.endpoint.endswith("?") else "")
    lines = [f"{request.method} {target} HTTP/1.1", "Host: " + url.netloc]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    lines += ["Content-Length: " + str(len(text.encode()))] if text else []
    return "\r\n".join([*lines, "", text])


def json_body(request):
    return json.dumps(dict(request.pairs()), indent=2) + "\n", "JSON_BODY"


def curl(request):
    """With --data-urlencode, a line each."""
    lines = ["curl --location " + shlex.quote(request.endpoint)]
    lines += given_headers(request)
    lines += ["--data-urlencode " + single(f"{name}={value}") for name, value in request.pairs()]
    return " \\\n  ".join(lines) + "\n", "CURL"


def curl_d(request):
    """With -d and a body that is encoded already, on one line. curl adds the Content-Type."""
    return f'curl -X {request.method} {request.endpoint} -d "{encoded(request)}"\n', "CURL"


def curl_flags(request):
    """With long flags, the URL behind one of them, and a backslash at each line's end."""
    lines = [f"curl --request {request.method}", "--url " + request.endpoint]
    lines += [f"--header {single(name.lower() + ': ' + value)}" for name, value in request.headers.items()]
    lines += ["--data " + single(name + "=" + quote(value, safe="")) for name, value in request.pairs()]
    return " \\\n  ".join(lines) + "\n", "CURL"


def curl_glued(request):
    """With the flag and its value in one word, and several -d that curl joins."""
    words = [f"-d{name}={quote(value, safe='')}" for name, value in request.pairs()]
    return f"curl -s -X{request.method} {' '.join(words)} {request.endpoint} | jq .\n", "CURL"


def curl_user(request):
    """With -u, which makes an Authorization header."""
    return curl_d(request)[0].replace("curl ", "curl -u app:hunter2 ", 1), "CURL"


def curl_json(request):
    body = single(json.dumps(dict(request.pairs())))
    return f"curl {request.endpoint} -H 'Content-Type: application/json' -d {body}\n", "CURL"


def curl_query(request):
    """With everything in the URL, as Apple's own example has it."""
    lines = [f"curl -X {request.method} {single(request.endpoint + '?' + encoded(request))}", *given_headers(request)]
    return " \\\n".join(lines) + "\n", "CURL"


def curl_get(request):
    """-G moves the data to the URL, uses GET and sends no Content-Type."""
    lines = [f"curl -G {request.endpoint}"]
    lines += ["--data-urlencode " + single(f"{name}={value}") for name, value in request.pairs()]
    return " \\\n  ".join(lines) + "\n", "CURL"


def given_headers(request):
    return [f"-H {single(name + ': ' + value)}" for name, value in request.headers.items()]


def single(text):
    return "'" + text.replace("'", "'\\''") + "'"


def har(started=0, date=0, status=200, answer=None):
    """An entry as a browser's or a proxy's export has it."""

    def render(request):
        reply = answer or {"access_token": "opaque", "token_type": "Bearer", "expires_in": 3600}
        headers = [{"name": name, "value": value} for name, value in request.headers.items()]
        entry = {
            "startedDateTime": (NOW + timedelta(seconds=started)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "time": 143,
            "request": {
                "method": request.method,
                "url": request.endpoint,
                "httpVersion": "HTTP/1.1",
                "headers": headers,
                "queryString": [],
                "cookies": [],
                "headersSize": -1,
                "bodySize": -1,
                "postData": {
                    "mimeType": request.headers.get("Content-Type", ""),
                    "params": [{"name": name, "value": value} for name, value in request.pairs()],
                    "text": encoded(request),
                },
            },
            "response": {
                "status": status,
                "statusText": "",
                "httpVersion": "HTTP/1.1",
                "headers": [
                    {"name": "Date", "value": (NOW + timedelta(seconds=date)).strftime("%a, %d %b %Y %H:%M:%S GMT")},
                    {"name": "Content-Type", "value": "application/json"},
                ],
                "cookies": [],
                "content": {"size": -1, "mimeType": "application/json", "text": json.dumps(reply)},
                "redirectURL": "",
                "headersSize": -1,
                "bodySize": -1,
            },
            "cache": {},
            "timings": {"send": 1, "wait": 140, "receive": 2},
        }
        log = {"version": "1.2", "creator": {"name": "proxy", "version": "1"}, "entries": [entry]}
        return json.dumps({"log": log}, indent=2) + "\n", "HAR"

    return render


def har_entry(request):
    """One entry alone, of an export that keeps the body as text and writes header names small."""
    entry = json.loads(har()(request)[0])["log"]["entries"][0]
    del entry["request"]["postData"]["params"]
    for header in entry["request"]["headers"]:
        header["name"] = header["name"].lower()
    return json.dumps(entry, indent=2) + "\n", "HAR"


def text(written, form=None):
    """Written by hand."""
    return lambda request: (written, form)


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
