"""SMART Backend Services."""

import jose
from corpus import faulty, refused, sound
from request import JWT, JWT_BEARER, Request, bare, body, curl, curl_flags, http, http_json, seconds

VECTORS = jose.KEYS.parent.parent / "vectors" / "smart-app-launch"
SMART = "https://bulk.example.org/auth/token"
SMART_CLIENT = "https://bili-monitor.example.com"
MALFORMED = dict(status=400, error="invalid_request")


def smart():
    return Request(
        SMART,
        {"alg": "RS384", "kid": "smart-rs", "typ": "JWT"},
        {
            "iss": SMART_CLIENT,
            "sub": SMART_CLIENT,
            "aud": SMART,
            "exp": seconds(240),
            "iat": seconds(-10),
            "jti": "random-non-reusable-jwt-id-123",
        },
        "rsa",
        {
            "grant_type": "client_credentials",
            "scope": "system/Patient.rs system/Observation.rs",
            "client_assertion_type": JWT_BEARER,
            "client_assertion": JWT,
        },
        dict(
            provider="smart-backend-services",
            endpoint=SMART,
            clientId=SMART_CLIENT,
            jwks="smart.jwks.json",
        ),
    )


def smart_requests():
    m = smart()
    es = m.but(header={"alg": "ES384", "kid": "smart-es"}, key="p384")
    unauthorized = dict(status=401, error="invalid_client")
    faulty(
        "smart-no-typ",
        "SMART App Launch 2.2: typ is left out by two libraries unless told",
        m.but(header={"typ": None}),
        http,
        ["typ"],
        **unauthorized,
    )
    faulty(
        "smart-new-typ",
        "draft-ietf-oauth-rfc7523bis: SMART fixes JWT",
        m.but(header={"typ": "client-authentication+jwt"}),
        bare,
        ["typ"],
    )
    faulty(
        "smart-no-kid",
        "SMART App Launch 2.2",
        m.but(header={"kid": None}, known={"keyId": "smart-rs"}),
        http,
        ["kid"],
        **unauthorized,
    )
    faulty(
        "smart-kid-of-the-other-type",
        "SMART App Launch 2.2: the same kid and matching kty",
        m.but(header={"kid": "smart-es"}),
        curl,
        ["alg.fits-key", "signature.verifies"],
        **unauthorized,
    )
    faulty(
        "smart-unknown-kid",
        "SMART App Launch 2.2: exactly one key with the kid",
        m.but(header={"kid": "smart-2025"}),
        http,
        ["kid"],
        **unauthorized,
    )
    faulty(
        "smart-no-scope",
        "SMART App Launch 2.2",
        m.but(form={"scope": None}),
        http,
        ["scope"],
        status=400,
        error="invalid_scope",
    )
    faulty(
        "smart-audience-array",
        "SMART App Launch 2.2; spring-security issue 10530: one string",
        m.but(claims={"aud": [SMART]}),
        curl,
        ["aud"],
        **unauthorized,
    )
    faulty(
        "smart-fhir-base-as-audience",
        "SMART App Launch 2.2: the token URL",
        m.but(claims={"aud": "https://bulk.example.org/fhir"}),
        body,
        ["aud"],
    )
    faulty(
        "smart-one-hour",
        "SMART App Launch 2.2",
        m.but(claims={"exp": seconds(3600)}),
        http,
        ["exp.within-five-minutes"],
        ["exp.within-five-minutes-of-iat"],
        guess="smart-backend-services",
        **unauthorized,
    )
    faulty(
        "smart-back-dated-too-far",
        "CMS BCDA: exp - iat at most 300 s",
        m.but(claims={"iat": seconds(-120)}),
        bare,
        should=["exp.within-five-minutes-of-iat"],
    )
    faulty(
        "smart-iat-in-future",
        "Epic, OAuth 2.0 Specification",
        m.but(claims={"iat": seconds(30)}),
        bare,
        should=["iat.not-in-future"],
    )
    faulty("smart-no-jti", "SMART App Launch 2.2", m.but(claims={"jti": None}), http, ["jti"], **unauthorized)
    faulty(
        "smart-jti-again",
        "SMART App Launch 2.2; box-java-sdk issue 519: a retry sent the same assertion",
        m,
        curl,
        ["jti.unused"],
        usedJti=["random-non-reusable-jwt-id-123"],
        **unauthorized,
    )
    faulty(
        "smart-iss-is-not-sub",
        "SMART App Launch 2.2",
        m.but(claims={"iss": "https://bulk.example.org"}),
        http,
        ["iss"],
        **unauthorized,
    )
    faulty("smart-der", "RFC 7518 section 3.4", es.but(der=True), body, ["signature.raw"])
    faulty(
        "smart-json-body",
        "Epic, Troubleshooting",
        m.but(headers={"Content-Type": "application/json"}),
        http_json,
        ["http.content-type"],
        **MALFORMED,
    )
    faulty(
        "smart-scope-in-query",
        "Epic, Troubleshooting",
        m.but(form={"scope": None}, endpoint=SMART + "?scope=system%2FPatient.rs"),
        curl,
        ["parameters.in-body", "endpoint.no-query"],
    )
    refused(
        "smart-jwk-set",
        "fasten-sources issue 87; Epic, OAuth 2.0 Specification",
        m,
        http,
        ["jwk-set-unreachable", "key-not-in-set"],
        status=401,
    )
    refused(
        "smart-scope-not-granted",
        "SMART App Launch 2.2: pre-authorized scopes",
        m,
        curl,
        ["scope-not-granted"],
        "invalid_scope",
    )
    sound("smart-rs384", "SMART App Launch 2.2", m, http, guess="smart-backend-services")
    sound("smart-es384", "SMART App Launch 2.2", es, curl)
    sound(
        "smart-odd-kid",
        "SMART App Launch 2.2: any kid that is unique in the set",
        es.but(header={"kid": jose.SETS["smart-odd"][0][1]}, known={"jwks": "smart-odd.jwks.json"}),
        body,
    )
    sound("smart-no-iat", "SMART App Launch 2.2: iat and nbf are not listed", m.but(claims={"iat": None}), bare)
    sound(
        "smart-plus-for-space",
        "URL Standard section 5.1: a space may be a plus",
        m,
        lambda r: (body(r)[0].replace("%20", "+"), "FORM_BODY"),
    )


def worked_example():
    """The requests that SMART App Launch prints, signed by HL7."""
    for alg in ("RS384", "ES384"):
        keys = "smart-app-launch-" + alg.lower() + ".jwks.json"
        (jose.KEYS / keys).write_bytes((VECTORS / (alg + ".public.json")).read_bytes())
        sound(
            "smart-worked-example-" + alg.lower(),
            "SMART App Launch 2.2, Example JWS",
            smart().but(
                token=(VECTORS / (alg + ".jwt")).read_text().strip(),
                known={"endpoint": "https://authorize.smarthealthit.org/token", "jwks": keys},
                endpoint="https://authorize.smarthealthit.org/token",
            ),
            curl_flags,
            at="2015-01-29T21:59:30Z",
            guess="smart-backend-services",
        )


def all_of_them():
    smart_requests()
    worked_example()
