"""Apple School Manager and Apple Business: the request, and what is sound or was refused all the same."""

import jose
from corpus import faulty, refused, sound
from request import (
    JWT,
    JWT_BEARER,
    Request,
    bare,
    basic,
    body,
    curl,
    curl_glued,
    curl_json,
    curl_query,
    har,
    http,
    http_json,
    json_body,
    seconds,
)

ENDPOINT = "https://account.apple.com/auth/oauth2/token"
AUDIENCE = "https://account.apple.com/auth/oauth2/v2/token"
SCHOOL = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59"
BUSINESS = "BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152"
DAY = 86_400
REFUSAL = dict(status=400, error="invalid_client")


def manager(provider, client, scope, keys):
    key, kid = jose.SETS[keys][0]
    return Request(
        ENDPOINT,
        {"alg": "ES256", "kid": kid, "typ": "JWT"},
        {
            "sub": client,
            "aud": AUDIENCE,
            "iat": seconds(-10),
            "exp": seconds(30 * DAY),
            "jti": "0f1c6d3e-9f0e-4d6c-8f0d-0e0b7a9f8f11",
            "iss": client,
        },
        key,
        {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_assertion_type": JWT_BEARER,
            "client_assertion": JWT,
            "scope": scope,
        },
        dict(
            provider=provider,
            clientId=client,
            keyId=kid,
            jwks=keys + ".jwks.json",
        ),
    )


def school():
    return manager("apple-school-manager", SCHOOL, "school.api", "school")


def business():
    return manager("apple-business", BUSINESS, "business.api", "business")


def faults_of_the_request():
    s, b = school(), business()
    faulty(
        "school-curl-json",
        "Apple, OAuth for the School and Business Manager API: Content-Type required",
        s,
        curl_json,
        ["http.content-type"],
        status=400,
        error="invalid_request",
        guess="apple-school-manager",
    )
    faulty(
        "school-roster-endpoint",
        "Apple, OAuth for the School and Business Manager API: the Roster API's endpoint",
        s.but(endpoint="https://appleid.apple.com/auth/oauth2/v2/token"),
        curl,
        ["endpoint"],
        guess="apple-school-manager",
        **REFUSAL,
    )
    faulty(
        "school-no-client-id",
        "Apple, OAuth for the School and Business Manager API: all five parameters required",
        s.but(form={"client_id": None}),
        curl,
        ["client-id"],
        **REFUSAL,
    )
    faulty(
        "school-business-scope",
        "Apple, OAuth for the School and Business Manager API",
        s.but(form={"scope": "business.api"}),
        body,
        ["scope"],
        unknown=["endpoint", "http.post", "http.content-type"],
        guess="apple-school-manager",
    )
    faulty(
        "business-no-scope",
        "Apple, OAuth for the School and Business Manager API",
        b.but(form={"scope": None}),
        http,
        ["scope"],
        guess="apple-business",
    )
    faulty(
        "school-client-secret",
        "Apple, documentation of the other APIs, trap 2: client_assertion, not client_secret",
        s.but(form={"client_assertion": None, "client_assertion_type": None, "client_secret": JWT}),
        http,
        ["client-assertion", "client-assertion-type"],
        **REFUSAL,
    )
    faulty(
        "school-parameters-in-query",
        "Apple, OAuth for the School and Business Manager API: Apple's own curl; a URL ends up in logs",
        s,
        curl_query,
        should=["parameters.in-body"],
        guess="apple-school-manager",
    )
    faulty(
        "school-json-body",
        "Apple, OAuth for the School and Business Manager API: Content-Type required",
        s.but(headers={"Content-Type": "application/json"}),
        http_json,
        ["http.content-type"],
    )
    faulty(
        "business-json-body-alone",
        "Apple, OAuth for the School and Business Manager API",
        b,
        json_body,
        ["http.readable"],
        unknown=["endpoint", "http.content-type"],
    )
    faulty(
        "school-basic-too",
        "RFC 6749 section 2.3: one credential",
        s.but(headers={"Authorization": basic(SCHOOL, "hunter2")}),
        http,
        ["http.no-authorization"],
        **REFUSAL,
    )
    faulty(
        "school-jwt-bearer-grant",
        "Apple, OAuth for the School and Business Manager API: grant_type client_credentials",
        s.but(form={"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}),
        curl,
        ["grant-type", "grant-type.parameters"],
        status=400,
        error="unsupported_grant_type",
    )
    faulty(
        "school-assertion-type-encoded-twice",
        "Apple, OAuth for the School and Business Manager API; Epic, Invalid Client Errors, request body 2",
        s.but(form={"client_assertion_type": "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"}),
        body,
        ["client-assertion-type"],
    )


def without_fault():
    s, b = school(), business()
    refused(
        "school-invalid-client",
        "Apple Developer Forums 818652; Apple, OAuth for the School and Business Manager API: a deleted or replaced key or account is not excluded",
        s,
        http,
        ["key-or-account-replaced", "another-key", "developer-membership"],
    )
    refused(
        "school-account-made-today",
        "Apple Developer Forums 818652: is there a delay?",
        s,
        curl,
        ["account-not-active-yet"],
    )
    sound(
        "school-no-typ",
        "Apple, OAuth for the School and Business Manager API: the table lists alg and kid only",
        s.but(header={"typ": None}),
        http,
        guess="apple-school-manager",
    )
    sound("school-curl", "Apple, OAuth for the School and Business Manager API", s, curl, guess="apple-school-manager")
    sound(
        "school-v2-endpoint",
        "Apple, OAuth for the School and Business Manager API: /v2/token works too",
        s.but(endpoint=AUDIENCE),
        http,
    )
    sound(
        "school-just-under-180-days",
        "Apple, OAuth for the School and Business Manager API",
        s.but(claims={"exp": seconds(-10 + 180 * DAY - 1)}),
        bare,
        guess="apple-school-manager",
    )
    sound(
        "school-nanoseconds-as-jti",
        "Apple, OAuth for the School and Business Manager API: any unique identifier",
        s.but(claims={"jti": "1795175990000000001"}),
        body,
    )
    sound(
        "business-har",
        "Apple, OAuth for the School and Business Manager API",
        b,
        har(),
        at=None,
        guess="apple-business",
    )
    sound("business-curl-glued", "curl(1): -d may be given several times", b, curl_glued, guess="apple-business")
    sound("business-form-body", "Apple, OAuth for the School and Business Manager API", b, body, guess="apple-business")


def all_of_them():
    faults_of_the_request()
    without_fault()
