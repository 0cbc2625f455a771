"""private_key_jwt: servers that want their issuer identifier as audience, and those that want the token endpoint."""

from corpus import faulty, refused, sound
from request import JWT, JWT_BEARER, Request, bare, basic, body, curl, har, http, seconds

ISSUER = "https://issuer.example.com/"
ISSUER_TOKEN = "https://issuer.example.com/oauth/token"
PLAIN_TOKEN = "https://login.example.org/oidc/token"


def with_issuer():
    """A server that wants its issuer identifier as audience."""
    return client(ISSUER_TOKEN, {"alg": "ES256", "kid": "client-1", "typ": "client-authentication+jwt"}, ISSUER).but(
        known={"issuer": ISSUER}
    )


def with_endpoint():
    """A server that wants its token endpoint as audience."""
    return client(PLAIN_TOKEN, {"alg": "ES256", "kid": "client-1", "typ": "JWT"}, PLAIN_TOKEN)


def client(endpoint, header, audience):
    return Request(
        endpoint,
        header,
        {
            "iss": "s6BhdRkqt3",
            "sub": "s6BhdRkqt3",
            "aud": audience,
            "iat": seconds(-5),
            "exp": seconds(55),
            "jti": "3f6f1c2a-5d0c-4f0e-9a58-0e5d0e1d2c3b",
        },
        "p256",
        {
            "grant_type": "client_credentials",
            "client_id": "s6BhdRkqt3",
            "client_assertion_type": JWT_BEARER,
            "client_assertion": JWT,
            "scope": "orders:read",
        },
        dict(
            provider="private-key-jwt",
            endpoint=endpoint,
            clientId="s6BhdRkqt3",
            keyId="client-1",
            jwks="client.jwks.json",
        ),
    )


def all_of_them():
    i, t = with_issuer(), with_endpoint()
    rsa = dict(known={"jwks": "client-rsa.jwks.json"}, key="rsa")
    faulty(
        "client-endpoint-as-audience",
        "draft-ietf-oauth-rfc7523bis: aud is the issuer",
        i.but(claims={"aud": ISSUER_TOKEN}),
        http,
        ["aud"],
        guess="private-key-jwt",
        status=401,
        error="invalid_client",
    )
    faulty(
        "client-issuer-without-slash",
        "Auth0; spring-security issue 10530",
        i.but(claims={"aud": "https://issuer.example.com"}),
        curl,
        ["aud"],
    )
    faulty(
        "client-both-audiences",
        "draft-ietf-oauth-rfc7523bis: never both",
        i.but(claims={"aud": [ISSUER, ISSUER_TOKEN]}),
        bare,
        disputed=["aud.one-string"],
    )
    faulty("client-old-typ", "draft-ietf-oauth-rfc7523bis: explicit typ", i.but(header={"typ": "JWT"}), http, ["typ"])
    faulty(
        "client-issuer-as-audience",
        "draft-ietf-oauth-rfc7523bis: a server that pins the token URL",
        t.but(claims={"aud": "https://login.example.org"}),
        http,
        ["aud"],
    )
    faulty(
        "client-new-typ-at-old-server",
        "draft-ietf-oauth-rfc7523bis: old servers may reject it",
        t.but(header={"typ": "client-authentication+jwt"}),
        bare,
        should=["typ"],
    )
    faulty(
        "client-other-client-id",
        "Keycloak: if given must equal sub",
        t.but(form={"client_id": "another"}),
        body,
        ["client-id"],
    )
    faulty(
        "client-iss-is-url",
        "OpenID Connect Core section 9",
        t.but(claims={"iss": "https://app.example"}),
        curl,
        ["iss"],
    )
    faulty(
        "client-iat-two-hours-ahead",
        "FAPI 2.0: over 60 s rejected",
        i.but(claims={"iat": seconds(7200), "exp": seconds(7260)}),
        http,
        disputed=["iat.not-in-future"],
    )
    faulty("client-no-jti", "OpenID Connect Core section 9", t.but(claims={"jti": None}), bare, disputed=["jti.present"])
    faulty(
        "client-hs256",
        "OpenID Connect Core section 9: that is client_secret_jwt",
        t.but(header={"alg": "HS256"}),
        http,
        ["alg", "alg.fits-key"],
    )
    faulty(
        "client-no-kid",
        "RFC 7515 section 4.1.4: wanted by most servers",
        t.but(header={"kid": None}),
        bare,
        should=["kid"],
    )
    faulty(
        "client-basic-too",
        "RFC 6749 section 2.3",
        t.but(headers={"Authorization": basic("s6BhdRkqt3", "x")}),
        curl,
        ["http.no-authorization"],
    )
    faulty(
        "client-expired",
        "RFC 7523 section 3",
        t.but(claims={"iat": seconds(-120), "exp": seconds(-60)}),
        har(status=401, answer={"error": "invalid_client"}),
        disputed=["exp.in-future"],
        at=None,
    )
    refused(
        "client-other-algorithm",
        "OpenID Connect Core section 9: alg equals the registered one",
        t,
        http,
        ["other-algorithm", "other-method"],
        status=401,
    )
    sound("client-issuer", "draft-ietf-oauth-rfc7523bis", i, http, guess="private-key-jwt")
    sound("client-ps256", "FAPI 2.0", i.but(header={"alg": "PS256"}, **rsa), curl)
    sound(
        "client-eddsa",
        "FAPI 2.0",
        i.but(header={"alg": "EdDSA"}, known={"jwks": "client-ed25519.jwks.json"}, key="ed25519"),
        http,
    )
    sound(
        "client-rs256-without-client-id",
        "RFC 7521 section 4.2: client_id is optional",
        t.but(header={"alg": "RS256"}, form={"client_id": None}, **rsa),
        http,
    )
    sound("client-no-typ", "RFC 7519 section 5.1: typ is optional", t.but(header={"typ": None}), bare)
