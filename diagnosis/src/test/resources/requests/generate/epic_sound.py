"""Epic: what is sound, and what was refused all the same."""

from corpus import refused, sound
from request import FORM, bare, body, curl, curl_d, har, har_entry, http, http_lf, seconds
from epic import dynamic, epic, epic_ec, sandbox


def all_of_them():
    e, s = epic(), sandbox()
    refused("epic-sandbox-not-synced", "Epic, Invalid Client Errors, signature 1a", s, http, ["key-not-synced-sandbox"])
    refused(
        "epic-customer-not-synced", "Epic, Invalid Client Errors, signature 1a", e, curl, ["key-not-synced-customer"]
    )
    refused(
        "epic-production-id-at-sandbox",
        "Epic, Invalid Client Errors, JWT 6 and signature 1b; Epic, Troubleshooting",
        s,
        body,
        ["other-environment"],
    )
    refused(
        "epic-no-public-key",
        "Epic, Invalid Client Errors, app listing 2; fasten-sources issue 87",
        s,
        http,
        ["no-jwk-set-url"],
    )
    refused("epic-jwk-set-cached", "Epic, OAuth 2.0 Specification", epic_ec("ES384", "p384"), http, ["jwk-set-cached"])
    refused("epic-app-listing", "Epic, Invalid Client Errors, app listing 1 and 3", s, bare, ["app-listing"])
    refused("epic-proxy", "Epic, OAuth 2.0 Specification", e, http, ["proxy-audience"])
    refused(
        "epic-no-background-user",
        "Epic, OAuth 2.0 Specification",
        e,
        har(status=400, answer={"error": "unauthorized_client", "error_description": None}),
        ["no-background-user"],
        error=None,
        status=None,
        at=None,
    )
    refused("epic-static-key-retired", "fasten-sources issue 87", e, body, ["static-key-retired"])

    sound("epic-three-fields", "Epic, OAuth 2.0 Specification: neither scope nor client_id", s, http, guess="epic")
    sound(
        "epic-scopes",
        "Epic, OAuth 2.0 Specification",
        e.but(form={"scope": "system/Patient.read system/Observation.read"}),
        curl,
        guess="epic",
    )
    sound("epic-no-typ", "Epic, OAuth 2.0 Specification: Epic's own sample has none", s.but(header={"typ": None}), bare)
    sound("epic-no-iat-no-nbf", "Epic, OAuth 2.0 Specification", s.but(claims={"iat": None, "nbf": None}), body)
    sound("epic-rs512", "Epic, OAuth 2.0 Specification", s.but(header={"alg": "RS512"}), http)
    sound("epic-rs256", "Epic, Invalid Client Errors, signature 3", s.but(header={"alg": "RS256"}), curl_d)
    sound("epic-es384", "Epic, OAuth 2.0 Specification", epic_ec("ES384", "p384"), http)
    sound("epic-es256", "Epic, OAuth 2.0 Specification", epic_ec("ES256", "p256"), bare)
    sound(
        "epic-exactly-five-minutes",
        "Epic, Invalid Client Errors, JWT 3 and 4: no more than",
        s.but(claims={"iat": seconds(0), "nbf": seconds(0), "exp": seconds(300)}),
        bare,
    )
    sound(
        "epic-jti-151",
        "Epic, Invalid Client Errors, JWT 7: no longer than 151",
        s.but(claims={"jti": "j" * 151}),
        http,
        usedJti=["another"],
    )
    sound(
        "epic-small-header-names",
        "RFC 9110 section 5.1: field names are case-insensitive",
        s.but(headers={"Content-Type": None, "content-type": FORM, "accept": "application/json"}),
        http,
    )
    sound("epic-dynamic-client", "Epic, OAuth 2.0 Specification", dynamic(), http, guess="epic")
    sound(
        "epic-authorization-code",
        "Epic, OAuth 2.0 Specification",
        e.but(form={"grant_type": "authorization_code", "code": "a1b2c3", "redirect_uri": "https://app.example/cb"}),
        curl,
    )
    sound(
        "epic-refresh",
        "Epic, OAuth 2.0 Specification",
        e.but(form={"grant_type": "refresh_token", "refresh_token": "r1s2t3"}),
        body,
    )
    sound("epic-har", "Epic, OAuth 2.0 Specification", s, har(), at=None, guess="epic")
    sound(
        "epic-jku-as-registered",
        "Epic, OAuth 2.0 Specification",
        e.but(
            header={"jku": "https://keys.example.com/jwks.json"},
            known={"jwkSetUrl": "https://keys.example.com/jwks.json"},
        ),
        http,
    )
    sound(
        "epic-percent-encoded-names",
        "URL Standard section 5.1: any character may be percent-encoded",
        s,
        lambda r: (
            body(r)[0].replace("_", "%5F", 1).replace("client_assertion_type", "client%5Fassertion%5Ftype"),
            "FORM_BODY",
        ),
    )
    sound("epic-line-feeds", "RFC 9112 section 2.2: a line feed alone may end a line", s, http_lf, guess="epic")
    sound("epic-har-entry", "HAR 1.2: params or text", s, har_entry, at=None, guess="epic")
