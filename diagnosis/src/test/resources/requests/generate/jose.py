"""Keys, JWK Sets and compact JWS, made with openssl and Python's own library, and with nothing of the project's."""

import base64
import hmac
import json
import subprocess
import tempfile
from pathlib import Path

KEYS = Path(__file__).resolve().parent.parent / "keys"

# Every private key of the corpus. They guard nothing.
PRIVATE = {
    "school": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "business": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "sign-in": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "sign-in-second": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "stranger-p256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "p521": ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "rsa": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "stranger-rsa": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa-1024": ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
    "ed25519": ["ED25519"],
}

# What a provider has on file: the file's name, and a key and its kid for each entry.
SETS = {
    "school": [("school", "d136aa66-0c3b-4bd4-9892-c20e8db024ab")],
    "business": [("business", "5ac1c2f5-93ba-4b9b-a4ac-96ab3d0c3b25")],
    "sign-in": [("sign-in", "ABC123DEFG")],
    "sign-in-two": [("sign-in", "ABC123DEFG"), ("sign-in-second", "XYZ987WVUT")],
    "epic": [("rsa", "epic-2026-11")],
    "epic-1024": [("rsa-1024", "epic-2026-11")],
    "epic-p256": [("p256", "epic-2026-11")],
    "epic-p384": [("p384", "epic-2026-11")],
    "epic-p521": [("p521", "epic-2026-11")],
    "smart": [("rsa", "smart-rs"), ("p384", "smart-es")],
    "smart-odd": [("p384", "Bulk key #3/2026:11 (es384) é+=")],
    "client": [("p256", "client-1")],
    "client-rsa": [("rsa", "client-1")],
    "client-ed25519": [("ed25519", "client-1")],
}

CURVES = {65: "P-256", 97: "P-384", 133: "P-521"}
HASH = {"256": "sha256", "384": "sha384", "512": "sha512"}
HALF = {"ES256": 32, "ES384": 48, "ES512": 66}


def openssl(*arguments, text=b""):
    return subprocess.run(["openssl", *arguments], input=text, capture_output=True, check=True).stdout


def pem(key):
    return KEYS / (key + ".pem")


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_keys():
    """Makes the keys that are not there yet, and writes every JWK Set."""
    KEYS.mkdir(exist_ok=True)
    for key, algorithm in PRIVATE.items():
        if not pem(key).exists():
            pem(key).write_bytes(openssl("genpkey", "-algorithm", *algorithm))
    for name, entries in SETS.items():
        keys = [{**jwk(key), "kid": kid} for key, kid in entries]
        (KEYS / (name + ".jwks.json")).write_text(json.dumps({"keys": keys}, indent=2, ensure_ascii=False) + "\n")


def jwk(key):
    der = openssl("pkey", "-in", str(pem(key)), "-pubout", "-outform", "DER")
    if key == "ed25519":
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(der[-32:])}
    if "rsa" in key:
        modulus = openssl("rsa", "-in", str(pem(key)), "-noout", "-modulus").decode().strip().split("=")[1]
        return {"kty": "RSA", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"}
    length = next(n for n in CURVES if der[-n] == 4 and der[-n - 1] == 0 and der[-n - 2] == n + 1)
    half = length // 2
    point = der[-length:]
    return {"kty": "EC", "crv": CURVES[length], "x": b64(point[1 : 1 + half]), "y": b64(point[1 + half :])}


def compact(header, claims, key, made_with=None, der=False):
    """Signs by the header's alg, or with another one that the header does not tell of."""
    signing_input = b64(as_json(header)) + "." + b64(as_json(claims))
    return signing_input + "." + b64(sign(signing_input.encode(), made_with or header["alg"], key, der))


def as_json(value):
    return value.encode() if isinstance(value, str) else json.dumps(value, separators=(",", ":")).encode()


def sign(text, alg, key, der=False):
    if alg == "none":
        return b""
    if alg == "EdDSA":
        with tempfile.NamedTemporaryFile() as file:
            file.write(text)
            file.flush()
            return openssl("pkeyutl", "-sign", "-rawin", "-inkey", str(pem(key)), "-in", file.name)
    digest = HASH[alg[2:]]
    if alg.startswith("HS"):
        return hmac.new(pem(key).read_bytes(), text, digest).digest()
    options = []
    if alg.startswith("PS"):
        options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]
    signature = openssl("dgst", "-" + digest, *options, "-sign", str(pem(key)), text=text)
    return raw(signature, HALF[alg]) if alg.startswith("ES") and not der else signature


def raw(der, half):
    """R and S, each of this many bytes, from ASN.1 DER."""
    at = 3 if der[1] == 0x81 else 2
    numbers = b""
    for _ in range(2):
        length = der[at + 1]
        numbers += int.from_bytes(der[at + 2 : at + 2 + length], "big").to_bytes(half, "big")
        at += 2 + length
    return numbers
