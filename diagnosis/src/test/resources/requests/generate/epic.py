"""What Epic's checklist names: the request and the JWT's times."""

from corpus import faulty
from request import (
    FORM,
    JWT,
    JWT_BEARER,
    Request,
    bare,
    basic,
    body,
    curl,
    curl_get,
    curl_query,
    curl_user,
    decoded,
    har,
    http,
    http_json,
    json_body,
    seconds,
    text,
)

SANDBOX = "https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token"
CUSTOMER = "https://fhir.hospital.example/interconnect-prd-oauth/oauth2/token"
EPIC_CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4"
DYNAMIC_CLIENT = "G65DA2AF4-1C91-11EC-9280-0050568B7514"
JWT_BEARER_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SILENT = dict(status=400, error="invalid_client")
MALFORMED = dict(status=400, error="invalid_request")


def epic():
    return epic_at(CUSTOMER)


def sandbox():
    return epic_at(SANDBOX).but(known={"endpoint": None})


def epic_at(endpoint):
    return Request(
        endpoint,
        {"alg": "RS384", "typ": "JWT", "kid": "epic-2026-11"},
        {
            "iss": EPIC_CLIENT,
            "sub": EPIC_CLIENT,
            "aud": endpoint,
            "jti": "f9eaafba-2e49-11ea-8880-5ce0c5aee679",
            "exp": seconds(230),
            "nbf": seconds(-10),
            "iat": seconds(-10),
        },
        "rsa",
        {
            "grant_type": "client_credentials",
            "client_assertion_type": JWT_BEARER,
            "client_assertion": JWT,
        },
        dict(
            provider="epic",
            endpoint=endpoint,
            clientId=EPIC_CLIENT,
            keyId="epic-2026-11",
            jwks="epic.jwks.json",
        ),
    )


def dynamic():
    """A client that registered itself; its JWT is the grant."""
    request = sandbox().but(claims={"iss": DYNAMIC_CLIENT, "sub": DYNAMIC_CLIENT}, known={"clientId": DYNAMIC_CLIENT})
    request.form = {"grant_type": JWT_BEARER_GRANT, "assertion": JWT, "client_id": DYNAMIC_CLIENT}
    return request


def epic_ec(alg, key):
    return epic().but(header={"alg": alg}, known={"jwks": "epic-" + key + ".jwks.json"}, key=key)


def epic_request():
    e, s = epic(), sandbox()
    faulty(
        "epic-hyphen",
        "Epic, Invalid Client Errors, request body 1",
        s.but(form={"client_assertion": None, "client-assertion": JWT}),
        http,
        ["client-assertion"],
        **SILENT,
    )
    faulty(
        "epic-assertion-type-encoded-twice",
        "Epic, Invalid Client Errors, request body 2",
        s.but(form={"client_assertion_type": "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"}),
        curl,
        ["client-assertion-type"],
        guess="epic",
        **SILENT,
    )
    faulty(
        "epic-no-assertion-type",
        "Epic, OAuth 2.0 Specification",
        s.but(form={"client_assertion_type": None}),
        body,
        ["client-assertion-type"],
    )
    authorize = SANDBOX.replace("/token", "/authorize")
    faulty(
        "epic-authorize",
        "Epic, Invalid Client Errors, formatting 1; Epic, OAuth 2.0 Specification: aud is the URL that is posted to",
        s.but(endpoint=authorize),
        http,
        ["endpoint", "endpoint.token-path", "aud"],
        **MALFORMED,
    )
    faulty(
        "epic-authorize-everywhere",
        "Epic, Invalid Client Errors, formatting 1",
        s.but(endpoint=authorize, claims={"aud": authorize}),
        curl,
        ["endpoint", "endpoint.token-path"],
        **MALFORMED,
    )
    faulty(
        "epic-get",
        "Epic, Invalid Client Errors, formatting 2",
        s,
        curl_get,
        ["http.post", "http.content-type", "parameters.in-body", "endpoint.no-query"],
        **MALFORMED,
    )
    faulty(
        "epic-json",
        "Epic, Invalid Client Errors, formatting 3",
        s.but(headers={"Content-Type": "application/json"}),
        http_json,
        ["http.content-type"],
        guess="epic",
        **MALFORMED,
    )
    faulty(
        "epic-text-plain",
        "Epic, Invalid Client Errors, formatting 3",
        e.but(headers={"Content-Type": "text/plain"}),
        http,
        ["http.content-type"],
        **MALFORMED,
    )
    faulty(
        "epic-json-alone",
        "Epic, Invalid Client Errors, formatting 3",
        e,
        json_body,
        ["http.readable"],
        unknown=["http.post", "http.content-type"],
    )
    faulty(
        "epic-in-the-url",
        "Epic, Invalid Client Errors, formatting 4",
        s,
        curl_query,
        ["parameters.in-body", "endpoint.no-query"],
        guess="epic",
        **MALFORMED,
    )
    faulty(
        "epic-question-mark",
        "Epic, OAuth 2.0 Specification: no trailing ?",
        s.but(endpoint=SANDBOX + "?"),
        http,
        ["endpoint.no-query"],
        **MALFORMED,
    )
    faulty(
        "epic-http",
        "Epic, OAuth 2.0 Specification: TLS",
        e.but(endpoint=CUSTOMER.replace("https", "http"), claims={"aud": CUSTOMER.replace("https", "http")}),
        curl,
        ["endpoint", "endpoint.https"],
    )
    faulty(
        "epic-charset",
        "CMS BCDA; Epic, Troubleshooting: exactly this Content-Type",
        e.but(headers={"Content-Type": FORM + "; charset=utf-8"}),
        har(),
        should=["http.content-type.plain"],
        at=None,
    )
    faulty(
        "epic-client-secret-too",
        "RFC 6749 section 2.3: one credential",
        e.but(headers={"Authorization": basic(EPIC_CLIENT, "hunter2")}),
        http,
        ["http.no-authorization"],
        **SILENT,
    )
    faulty("epic-curl-user", "RFC 6749 section 2.3: one credential", e, curl_user, ["http.no-authorization"], **SILENT)
    faulty(
        "epic-dynamic-without-client-id",
        "Epic, OAuth 2.0 Specification",
        dynamic().but(form={"client_id": None}),
        http,
        ["client-id.with-grant"],
        **SILENT,
    )
    faulty(
        "epic-dynamic-without-assertion",
        "Epic, OAuth 2.0 Specification",
        dynamic().but(form={"assertion": None}),
        http,
        ["grant-type.parameters"],
    )
    faulty(
        "epic-grant-misspelled",
        "Epic, OAuth 2.0 Specification",
        e.but(form={"grant_type": "client_credential"}),
        body,
        ["grant-type"],
        status=400,
        error="unsupported_grant_type",
    )
    faulty(
        "epic-other-client-id",
        "RFC 7521 section 4.2: client_id is the client of the assertion",
        e.but(form={"client_id": "0f6332f4-c060-49fc-bcf6-548982d56569"}),
        http,
        ["client-id"],
    )


def epic_times():
    s = sandbox()
    only_exp = s.but(claims={"iat": None, "nbf": None})
    span = ["exp.within-five-minutes-of-iat", "exp.within-five-minutes-of-nbf"]
    faulty(
        "epic-iat-in-future",
        "Epic, Invalid Client Errors, JWT 1; Epic, OAuth 2.0 Specification",
        s.but(claims={"iat": seconds(60)}),
        http,
        ["iat.not-in-future"],
        guess="epic",
        **SILENT,
    )
    faulty(
        "epic-nbf-in-future",
        "Epic, Invalid Client Errors, JWT 1",
        s.but(claims={"nbf": seconds(1)}),
        bare,
        ["nbf.not-in-future"],
    )
    faulty(
        "epic-expired",
        "Epic, Invalid Client Errors, JWT 2 and 8",
        s.but(claims={"iat": seconds(-300), "nbf": seconds(-300), "exp": seconds(-10)}),
        curl,
        ["exp.in-future"],
        **SILENT,
    )
    faulty(
        "epic-expires-now",
        "Epic, Invalid Client Errors, JWT 2: in the future",
        s.but(claims={"exp": seconds(0)}),
        bare,
        ["exp.in-future"],
    )
    faulty(
        "epic-ten-minutes",
        "Epic, Invalid Client Errors, JWT 3 and 4",
        s.but(claims={"exp": seconds(600)}),
        http,
        ["exp.within-five-minutes", *span],
        **SILENT,
    )
    faulty(
        "epic-exp-only-ten-minutes",
        "Epic, Invalid Client Errors, JWT 3",
        only_exp.but(claims={"exp": seconds(600)}),
        bare,
        ["exp.within-five-minutes"],
    )
    faulty(
        "epic-five-minutes-and-a-second",
        "Epic, Invalid Client Errors, JWT 3",
        only_exp.but(claims={"exp": seconds(301)}),
        bare,
        ["exp.within-five-minutes"],
    )
    faulty(
        "epic-too-long-after-iat",
        "Epic, Invalid Client Errors, JWT 4",
        s.but(claims={"nbf": None, "exp": seconds(291)}),
        body,
        ["exp.within-five-minutes-of-iat"],
    )
    faulty(
        "epic-too-long-after-nbf",
        "Epic, Invalid Client Errors, JWT 4",
        s.but(claims={"iat": seconds(0), "nbf": seconds(-60), "exp": seconds(290)}),
        bare,
        ["exp.within-five-minutes-of-nbf"],
    )
    faulty(
        "epic-nbf-after-exp",
        "Epic, OAuth 2.0 Specification: nbf not later than exp",
        s.but(claims={"exp": seconds(-30)}),
        bare,
        ["exp.in-future", "nbf.not-after-exp"],
    )
    faulty(
        "epic-clock-ten-minutes-fast",
        "Epic, Invalid Client Errors, JWT 1 and 3; Epic, OAuth 2.0 Specification: the Date of the answer tells",
        s.but(claims={"iat": seconds(590), "nbf": seconds(590), "exp": seconds(830)}),
        har(started=600, date=0, status=400, answer={"error": "invalid_client", "error_description": None}),
        ["iat.not-in-future", "nbf.not-in-future", "exp.within-five-minutes"],
        at=None,
        guess="epic",
    )
    faulty(
        "epic-milliseconds",
        "RFC 7519 section 2",
        s.but(claims={name: seconds(offset) * 1000 for name, offset in (("iat", -10), ("nbf", -10), ("exp", 230))}),
        http,
        ["iat.seconds", "nbf.seconds", "exp.seconds"],
        **SILENT,
    )
    faulty(
        "epic-exp-in-quotes",
        "RFC 7519 section 2: integer",
        s.but(claims={"exp": str(seconds(230))}),
        bare,
        ["exp.seconds"],
    )
    faulty("epic-no-exp", "Epic, OAuth 2.0 Specification", s.but(claims={"exp": None}), decoded, ["exp.seconds"])


def all_of_them():
    epic_request()
    epic_times()
