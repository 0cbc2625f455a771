"""Collects the requests and writes them."""

import json
from pathlib import Path

from request import instant

ROOT = Path(__file__).resolve().parent.parent

FAULTY, REFUSED, SOUND = "faulty", "refused", "sound"

_requests = {}


def faulty(name, source, request, paste, must=(), should=(), **expected):
    """Breaks these rules and no others."""
    add(FAULTY, name, source, request, paste, must, should, expected)


def refused(name, source, request, paste, causes, error="invalid_client", status=400, **expected):
    """Refused although the request shows no fault: a known cause is the answer."""
    add(REFUSED, name, source, request, paste, (), (), dict(status=status, error=error, causes=causes, **expected))


def sound(name, source, request, paste, **expected):
    """Breaks nothing, though a careless checker might think so."""
    add(SOUND, name, source, request, paste, (), (), expected)


def add(folder, name, source, request, paste, must, should, expected):
    if name in _requests:
        raise ValueError("There are two requests " + name)
    written, form = paste(request)
    known = {"at": instant(), **request.known, **expected}
    known = {member: value for member, value in known.items() if value is not None}
    if form is not None:
        known["format"] = form
    _requests[name] = (
        folder,
        written,
        {"from": source, **known, "broken": {"MUST": sorted(must), "SHOULD": sorted(should)}},
    )


def write(names):
    """Writes the requests of these names; without any, all, and removes those that are no more."""
    unknown = set(names) - set(_requests)
    if unknown:
        raise SystemExit("There is no request " + ", ".join(sorted(unknown)))
    if not names:
        for folder in (FAULTY, REFUSED, SOUND):
            (ROOT / folder).mkdir(exist_ok=True)
            for old in (ROOT / folder).iterdir():
                old.unlink()
    for name, (folder, written, expected) in _requests.items():
        if not names or name in names:
            (ROOT / folder / (name + ".txt")).write_bytes(written.encode())
            (ROOT / folder / (name + ".json")).write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n")
    counts = [sum(folder == f for f, _, _ in _requests.values()) for folder in (FAULTY, REFUSED, SOUND)]
    print("%d faulty, %d refused, %d sound" % tuple(counts))
