"""Apple School Manager and Apple Business: faults of the JWT."""

from corpus import faulty
from request import JWT, JWT_BEARER, bare, body, curl, curl_d, har, http, seconds, text
from school_and_business import AUDIENCE, BUSINESS, DAY, ENDPOINT, REFUSAL, business, school


def all_of_them():
    s, b = school(), business()
    faulty(
        "school-sign-in-audience",
        "Apple, documentation of the other APIs, trap 1",
        s.but(claims={"aud": "https://appleid.apple.com"}),
        har(status=400, answer={"error": "invalid_client"}),
        ["aud"],
        at=None,
        guess="apple-school-manager",
    )
    faulty(
        "school-endpoint-as-audience",
        "Apple, OAuth for the School and Business Manager API: aud has /v2, the endpoint has not",
        s.but(claims={"aud": ENDPOINT}),
        curl_d,
        ["aud"],
        **REFUSAL,
    )
    faulty(
        "business-audience-array",
        "Apple, OAuth for the School and Business Manager API: a string",
        b.but(claims={"aud": [AUDIENCE]}),
        bare,
        ["aud"],
    )
    faulty(
        "school-no-iss",
        "Apple, OAuth for the School and Business Manager API: iss is the same string as sub",
        s.but(claims={"iss": None}),
        bare,
        ["iss"],
    )
    faulty(
        "business-team-id-as-iss",
        "Apple, documentation of the other APIs, trap 3; Apple, OAuth for the School and Business Manager API",
        b.but(claims={"iss": "DEF123GHIJ"}),
        curl,
        ["iss"],
        guess="apple-business",
        **REFUSAL,
    )
    faulty(
        "school-no-sub",
        "Apple, OAuth for the School and Business Manager API",
        s.but(claims={"sub": None}),
        bare,
        ["sub"],
    )
    faulty(
        "school-business-client",
        "Apple, OAuth for the School and Business Manager API: the client id of the other product",
        s.but(claims={"iss": BUSINESS, "sub": BUSINESS}, form={"client_id": BUSINESS}, known={"clientId": BUSINESS}),
        http,
        ["sub.prefix"],
        **REFUSAL,
    )
    faulty(
        "school-no-jti",
        "Apple, OAuth for the School and Business Manager API",
        s.but(claims={"jti": None}),
        bare,
        ["jti"],
    )
    faulty(
        "school-no-kid",
        "Apple, OAuth for the School and Business Manager API",
        s.but(header={"kid": None}),
        bare,
        ["kid"],
    )
    faulty(
        "school-kid-of-another-product",
        "Apple, OAuth for the School and Business Manager API: the key id is a UUID",
        s.but(header={"kid": "ABC123DEFG"}),
        http,
        ["kid"],
        ["kid.uuid"],
        **REFUSAL,
    )
    faulty(
        "school-180-days",
        "Apple, OAuth for the School and Business Manager API: less than 180 days",
        s.but(claims={"exp": seconds(-10 + 180 * DAY)}),
        bare,
        ["exp.under-180-days"],
    )
    faulty(
        "business-one-year",
        "Apple, OAuth for the School and Business Manager API",
        b.but(claims={"exp": seconds(365 * DAY)}),
        bare,
        ["exp.under-180-days"],
        guess="apple-business",
    )
    faulty(
        "school-no-exp",
        "Apple, OAuth for the School and Business Manager API",
        s.but(claims={"exp": None}),
        bare,
        ["exp.seconds"],
    )
    faulty(
        "school-no-iat",
        "Apple, OAuth for the School and Business Manager API",
        s.but(claims={"iat": None}),
        bare,
        ["iat.seconds"],
    )
    faulty(
        "school-milliseconds",
        "Apple, OAuth for the School and Business Manager API; dart_packages issue 303: seconds",
        s.but(claims={"iat": seconds(-10) * 1000, "exp": seconds(DAY) * 1000}),
        body,
        ["iat.seconds", "exp.seconds"],
    )
    faulty(
        "school-utc-read-as-local-time",
        "Apple, OAuth for the School and Business Manager API: Apple's Python sample, run eight hours west of Greenwich",
        s.but(claims={"iat": seconds(8 * 3600), "exp": seconds(8 * 3600 + 30 * DAY)}),
        curl,
        ["iat.not-in-future"],
        **REFUSAL,
    )
    faulty(
        "school-expired",
        "Apple, OAuth for the School and Business Manager API: exp > now",
        s.but(claims={"iat": seconds(-31 * DAY), "exp": seconds(-DAY)}),
        http,
        ["exp.in-future"],
        **REFUSAL,
    )
    faulty(
        "school-rs256",
        "Apple, OAuth for the School and Business Manager API: the JWT in the page's curl says RS256",
        s.but(header={"alg": "RS256"}, key="rsa"),
        bare,
        ["alg", "alg.fits-key"],
    )
    faulty(
        "school-another-key",
        "Apple, OAuth for the School and Business Manager API: that the key loads and signs proves nothing",
        s.but(key="stranger-p256"),
        http,
        ["signature.verifies"],
        causes=["another-key"],
        **REFUSAL,
    )
    faulty(
        "business-der-signature",
        "Apple, TN3107; RFC 7518 section 3.4",
        b.but(der=True),
        curl,
        ["signature.raw"],
        **REFUSAL,
    )
    faulty(
        "business-assertion-left-out",
        "only a placeholder was pasted; Apple, OAuth for the School and Business Manager API",
        b.but(token="$CLIENT_ASSERTION", form={"scope": "school.api"}),
        text(
            "curl -X POST https://account.apple.com/auth/oauth2/token \\\n"
            "  -d grant_type=client_credentials -d client_id=" + BUSINESS + " \\\n"
            "  -d client_assertion_type=" + JWT_BEARER + " \\\n"
            '  -d "client_assertion=$CLIENT_ASSERTION" -d scope=school.api\n',
            "CURL",
        ),
        ["scope"],
        unknown=["jwt.compact", "aud", "kid", "signature.verifies"],
        guess="apple-business",
    )
