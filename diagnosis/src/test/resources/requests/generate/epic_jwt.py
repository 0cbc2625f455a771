"""Epic: the claims, the header and the signature."""

from corpus import faulty
from request import JWT, bare, body, curl, curl_d, curl_query, har, http
from epic import CUSTOMER, DYNAMIC_CLIENT, SANDBOX, SILENT, epic, epic_ec, sandbox


def epic_claims():
    e, s = epic(), sandbox()
    faulty(
        "epic-app-name-as-iss",
        "Epic, Invalid Client Errors, JWT 5",
        s.but(claims={"iss": "My Backend App"}),
        http,
        ["iss"],
        guess="epic",
        **SILENT,
    )
    faulty("epic-no-sub", "Epic, Invalid Client Errors, JWT 5", s.but(claims={"sub": None}), bare, ["sub"])
    faulty(
        "epic-client-of-another-app",
        "Epic, Invalid Client Errors, JWT 5 and 6",
        s.but(claims={"iss": DYNAMIC_CLIENT, "sub": DYNAMIC_CLIENT}),
        body,
        ["iss", "sub"],
    )
    faulty(
        "epic-jti-152",
        "Epic, Invalid Client Errors, JWT 7",
        s.but(claims={"jti": "j" * 152}),
        http,
        ["jti.length"],
        **SILENT,
    )
    faulty(
        "epic-jti-number",
        "Epic, OAuth 2.0 Specification: a JSON string",
        s.but(claims={"jti": 1795176000}),
        bare,
        ["jti"],
    )
    faulty("epic-no-jti", "Epic, Invalid Client Errors, JWT 7", s.but(claims={"jti": None}), curl_d, ["jti"])
    faulty(
        "epic-jti-again",
        "Epic, Invalid Client Errors, JWT 7; box-java-sdk issue 519: a cached assertion",
        s,
        http,
        ["jti.unused"],
        usedJti=["f9eaafba-2e49-11ea-8880-5ce0c5aee679"],
        **SILENT,
    )
    faulty(
        "epic-issuer-as-audience",
        "spring-security issue 10530; Epic, OAuth 2.0 Specification: the issuer is published, the audience is the token URL",
        s.but(claims={"aud": SANDBOX.removesuffix("/token")}),
        curl,
        ["aud"],
        **SILENT,
    )
    faulty(
        "epic-audience-with-slash",
        "spring-security issue 10530",
        e.but(claims={"aud": CUSTOMER + "/"}),
        http,
        ["aud"],
        **SILENT,
    )
    faulty(
        "epic-sandbox-audience-at-customer",
        "Epic, OAuth 2.0 Specification",
        e.but(claims={"aud": SANDBOX}),
        har(status=400, answer={"error": "invalid_client", "error_description": None}),
        ["aud"],
        at=None,
    )


def epic_header_and_signature():
    e, s = epic(), sandbox()
    faulty("epic-typ", "Epic, OAuth 2.0 Specification: JWT if present", s.but(header={"typ": "at+jwt"}), bare, ["typ"])
    faulty(
        "epic-jku",
        "Epic, OAuth 2.0 Specification: the registered JWKS URL",
        e.but(
            header={"jku": "https://keys.example.com/old.json"},
            known={"jwkSetUrl": "https://keys.example.com/jwks.json"},
        ),
        http,
        ["jku"],
        **SILENT,
    )
    faulty(
        "epic-no-kid", "Epic, OAuth 2.0 Specification: recommended", e.but(header={"kid": None}), bare, should=["kid"]
    )
    faulty(
        "epic-unknown-kid",
        "Epic, OAuth 2.0 Specification",
        e.but(header={"kid": "epic-2025-01"}),
        http,
        should=["kid"],
        **SILENT,
    )
    faulty(
        "epic-another-key",
        "Epic, Invalid Client Errors, signature 1",
        s.but(key="stranger-rsa"),
        http,
        ["signature.verifies"],
        causes=["key-not-synced-sandbox", "no-jwk-set-url"],
        guess="epic",
        **SILENT,
    )
    faulty(
        "epic-signed-otherwise",
        "Epic, Invalid Client Errors, signature 2: RS384 in the header, RS256 in the code",
        s.but(made_with="RS256"),
        curl,
        ["signature.verifies"],
        **SILENT,
    )
    faulty(
        "epic-changed-after-signing",
        "Epic, Invalid Client Errors, signature 1",
        s.but(token=swapped(s)),
        http,
        ["signature.verifies"],
        **SILENT,
    )
    faulty(
        "epic-ps384",
        "Epic, Invalid Client Errors, signature 3; Epic, OAuth 2.0 Specification: not listed",
        s.but(header={"alg": "PS384"}),
        http,
        ["alg"],
        **SILENT,
    )
    faulty(
        "epic-hs256",
        "Epic, OAuth 2.0 Specification: HS is not listed",
        s.but(header={"alg": "HS256"}),
        bare,
        ["alg", "alg.fits-key"],
    )
    faulty("epic-es512", "Epic, OAuth 2.0 Specification: not listed", epic_ec("ES512", "p521"), bare, ["alg"])
    faulty(
        "epic-es384-but-p256-on-file",
        "Epic, OAuth 2.0 Specification: curve and alg match; RFC 7518 section 3.4",
        epic_ec("ES384", "p384").but(known={"jwks": "epic-p256.jwks.json"}),
        http,
        ["alg.fits-key"],
        **SILENT,
    )
    faulty(
        "epic-es384-der",
        "RFC 7518 section 3.4: 96 bytes of raw R and S",
        epic_ec("ES384", "p384").but(der=True),
        bare,
        ["signature.raw"],
    )
    faulty(
        "epic-rsa-1024",
        "Epic, OAuth 2.0 Specification: at least 2048 bits",
        e.but(known={"jwks": "epic-1024.jwks.json"}, key="rsa-1024"),
        http,
        ["key.rsa-2048"],
        **SILENT,
    )
    faulty(
        "epic-assertion-cut",
        "a JWT that was cut while it was copied",
        s.broken_jwt(lambda jwt: jwt[:-20]),
        http,
        ["signature.verifies"],
        **SILENT,
    )
    faulty(
        "epic-no-dots",
        "RFC 7515 section 7.1: a client secret in place of the JWT",
        s.but(token="c2VjcmV0LW9mLXRoZS1hcHA"),
        http,
        ["jwt.compact"],
        **SILENT,
    )
    faulty(
        "epic-line-breaks",
        "RFC 7515 section 7.1: folded at 76 characters",
        s.broken_jwt(folded),
        http,
        ["jwt.compact"],
        **SILENT,
    )
    faulty(
        "epic-placeholder",
        "only a placeholder was pasted; Epic, Invalid Client Errors, formatting 4",
        s.but(token="<jwt>"),
        curl_query,
        ["parameters.in-body", "endpoint.no-query"],
        unknown=["jwt.compact", "aud", "iss", "exp.in-future"],
        guess="epic",
    )


def swapped(request):
    """The signature of another assertion."""
    other = request.but(claims={"jti": "another"})
    return request.jwt().rsplit(".", 1)[0] + "." + other.jwt().rsplit(".", 1)[1]


def folded(jwt):
    return "\n".join(jwt[at : at + 76] for at in range(0, len(jwt), 76))


def all_of_them():
    epic_claims()
    epic_header_and_signature()
