"""Sign in with Apple: faults of the client secret."""

import jose
from corpus import faulty
from request import JWT, bare, body, curl, decoded, har, http, seconds, text
from sign_in import DAY, REFUSAL, SIX_MONTHS, TEAM, WEB, web


def jwt_members():
    w = web()
    faulty(
        "sign-in-cty",
        "Apple, Creating a client secret; AspNet.Security.OAuth.Providers issue 684; How to solve invalid_client error in Sign in with Apple, 2",
        w.but(header={"cty": "JWT"}),
        bare,
        ["header.members"],
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-new-typ",
        "Apple, Creating a client secret; AspNet.Security.OAuth.Providers issue 684: client-authentication+jwt is a problem",
        w.but(header={"typ": "client-authentication+jwt"}),
        http,
        ["typ"],
        **REFUSAL,
    )
    faulty(
        "sign-in-no-kid",
        "How to solve invalid_client error in Sign in with Apple, 2; apple-identity-provider-keycloak issue 47",
        w.but(header={"kid": None}),
        bare,
        ["kid"],
    )
    faulty(
        "sign-in-file-name-as-kid",
        "Apple, Creating a client secret: ten characters",
        w.but(header={"kid": "AuthKey_ABC123DEFG.p8"}),
        bare,
        ["kid", "kid.ten-characters"],
    )
    faulty(
        "sign-in-kid-in-small-letters",
        "Apple, Creating a client secret",
        w.but(header={"kid": "abc123defg"}),
        http,
        ["kid", "kid.ten-characters"],
        **REFUSAL,
    )
    faulty(
        "sign-in-key-id-and-team-id-swapped",
        "How to solve invalid_client error in Sign in with Apple, 2 and 3; Apple, Creating a client secret",
        w.but(header={"kid": TEAM}, claims={"iss": "ABC123DEFG"}),
        body,
        ["kid", "iss"],
    )
    faulty(
        "sign-in-client-id-as-iss",
        "How to solve invalid_client error in Sign in with Apple, 3; Apple, documentation of the other APIs, trap 3",
        w.but(claims={"iss": WEB}),
        curl,
        ["iss", "iss.ten-characters"],
        **REFUSAL,
    )
    faulty(
        "sign-in-no-iss",
        "How to solve invalid_client error in Sign in with Apple, 3",
        w.but(claims={"iss": None}),
        bare,
        ["iss"],
    )
    faulty(
        "sign-in-no-sub",
        "How to solve invalid_client error in Sign in with Apple, 3",
        w.but(claims={"sub": None}),
        bare,
        ["sub"],
    )
    faulty(
        "sign-in-more-than-five-claims",
        "How to solve invalid_client error in Sign in with Apple, 3: only iss, iat, exp, aud and sub",
        w.but(claims={"jti": "9d5f0c6e-7b0f-4f3c-b7ad-6e2e5f9f6a10", "nbf": seconds(-10)}),
        bare,
        should=["claims.members"],
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-account-audience",
        "nextauthjs/next-auth issue 13050; supabase/auth issue 2051: the issuer of June 2025",
        w.but(claims={"aud": "https://account.apple.com"}),
        http,
        ["aud"],
        **REFUSAL,
    )
    faulty(
        "sign-in-audience-with-slash",
        "Apple, Creating a client secret",
        w.but(claims={"aud": "https://appleid.apple.com/"}),
        decoded,
        ["aud"],
        unknown=["signature.verifies"],
    )
    faulty(
        "sign-in-no-audience",
        "How to solve invalid_client error in Sign in with Apple, 3; SocialiteProviders pull request 1483",
        w.but(claims={"aud": None}),
        bare,
        ["aud"],
    )


def times():
    w = web()
    faulty(
        "sign-in-183-days",
        "Apple, Creating a client secret; laravel-sign-in-with-apple issue 9: 183 days exceed the cap",
        w.but(claims={"iat": seconds(0), "exp": seconds(183 * DAY)}),
        bare,
        ["exp.within-six-months"],
    )
    faulty(
        "sign-in-one-second-too-long",
        "How to solve invalid_client error in Sign in with Apple, 3: at most 15777000 seconds",
        w.but(claims={"exp": seconds(SIX_MONTHS + 1)}),
        bare,
        ["exp.within-six-months"],
    )
    faulty(
        "sign-in-longest-life-by-a-fast-clock",
        "Apple, Creating a client secret; zitadel pull request 7843: counted by Apple's clock",
        w.but(claims={"iat": seconds(300), "exp": seconds(300 + SIX_MONTHS)}),
        har(started=300, date=0, status=400, answer={"error": "invalid_client"}),
        ["exp.within-six-months", "iat.not-in-future"],
        at=None,
    )
    faulty(
        "sign-in-secret-of-last-spring",
        "spring-security issue 9471: a static secret expires silently",
        w.but(claims={"iat": seconds(-182 * DAY), "exp": seconds(-DAY)}),
        bare,
        ["exp.in-future"],
        guess="sign-in-with-apple",
        **REFUSAL,
    )
    faulty(
        "sign-in-milliseconds",
        "How to solve invalid_client error in Sign in with Apple, 3; dart_packages issue 303",
        w.but(claims={"iat": seconds(-10) * 1000, "exp": seconds(3600) * 1000}),
        bare,
        ["iat.seconds", "exp.seconds"],
    )
    faulty(
        "sign-in-float",
        "dart_packages issue 303",
        w.but(claims={"exp": seconds(3600) + 0.5}),
        body,
        ["exp.seconds"],
    )
    faulty(
        "sign-in-iat-in-quotes",
        "dart_packages issue 303",
        w.but(claims={"iat": str(seconds(-10))}),
        bare,
        ["iat.seconds"],
    )
    faulty(
        "sign-in-no-iat",
        "How to solve invalid_client error in Sign in with Apple, 3",
        w.but(claims={"iat": None}),
        decoded,
        ["iat.seconds"],
    )
    faulty(
        "sign-in-no-exp",
        "How to solve invalid_client error in Sign in with Apple, 3",
        w.but(claims={"exp": None}),
        bare,
        ["exp.seconds"],
    )


def signatures():
    w = web()
    faulty(
        "sign-in-der-signature",
        "Apple, Creating a client secret; Apple, TN3107",
        w.but(der=True),
        bare,
        ["signature.raw"],
        guess="sign-in-with-apple",
        **REFUSAL,
    )
    faulty(
        "sign-in-another-key",
        "How to solve invalid_client error in Sign in with Apple, 4; Apple, TN3107",
        w.but(key="stranger-p256"),
        http,
        ["signature.verifies"],
        causes=["key-not-enabled"],
        **REFUSAL,
    )
    faulty(
        "sign-in-right-key-wrong-kid",
        "apple-identity-provider-keycloak issue 47: the wrong key id among several",
        w.but(header={"kid": "XYZ987WVUT"}, known={"keyId": None, "jwks": "sign-in-two.jwks.json"}),
        bare,
        ["signature.verifies"],
    )
    faulty(
        "sign-in-rs256",
        "How to solve invalid_client error in Sign in with Apple, 2: ES256",
        w.but(header={"alg": "RS256"}, key="rsa"),
        bare,
        ["alg", "alg.fits-key"],
    )
    faulty(
        "sign-in-es384",
        "Apple, Creating a client secret; appwrite pull request 13320: ECDSA with P-256",
        w.but(header={"alg": "ES384"}, key="p384"),
        http,
        ["alg", "alg.fits-key"],
        **REFUSAL,
    )
    faulty(
        "sign-in-hs256",
        "How to solve invalid_client error in Sign in with Apple, 2; spring-security issue 9047: the key file used as a shared secret",
        w.but(header={"alg": "HS256"}),
        bare,
        ["alg", "alg.fits-key"],
    )
    faulty(
        "sign-in-unsigned",
        "How to solve invalid_client error in Sign in with Apple, 2 and 4",
        w.but(header={"alg": "none"}),
        body,
        ["alg", "alg.fits-key", "jwt.compact"],
    )


def damaged():
    w = web()
    p8 = jose.pem("sign-in").read_text().strip()
    faulty(
        "sign-in-key-file-as-secret",
        "spring-security issue 9047: the raw .p8",
        w.but(token=p8),
        http,
        ["jwt.compact", "parameters.no-private-key"],
        **REFUSAL,
    )
    faulty("sign-in-key-file-alone", "spring-security issue 9047", w, text(p8 + "\n"), ["jwt.compact"])
    faulty(
        "sign-in-empty-secret",
        "omniauth-apple issue 14: an empty secret, which is as good as none (RFC 6749 section 3.2), and no JWT either",
        w.but(token=""),
        http,
        ["client-secret", "jwt.compact"],
        **REFUSAL,
    )
    faulty(
        "sign-in-secret-in-quotes",
        "omniauth-apple issue 14: quotes",
        w.broken_jwt(lambda jwt: '"' + jwt + '"'),
        curl,
        ["jwt.compact", "parameters.unquoted"],
        **REFUSAL,
    )
    faulty(
        "sign-in-secret-with-line-end",
        "omniauth-apple issue 14: read from a file with its last line end",
        w.broken_jwt(lambda jwt: jwt + "\n"),
        body,
        ["jwt.compact", "parameters.unquoted"],
    )
    faulty(
        "sign-in-two-parts",
        "RFC 7515 section 7.1; How to solve invalid_client error in Sign in with Apple, 4: the signature was forgotten",
        w.broken_jwt(lambda jwt: jwt.rsplit(".", 1)[0]),
        http,
        ["jwt.compact"],
        **REFUSAL,
    )
    faulty(
        "sign-in-five-parts",
        "RFC 7515 section 7.1; an encrypted JWT has five",
        w.broken_jwt(lambda jwt: jwt + ".AAAA.BBBB"),
        body,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-five-parts-bare",
        "RFC 7515 section 7.1",
        w.broken_jwt(lambda jwt: jwt + ".AAAA.BBBB"),
        bare,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-two-parts-bare",
        "RFC 7515 section 7.1",
        w.broken_jwt(lambda jwt: jwt.rsplit(".", 1)[0]),
        bare,
        ["jwt.compact"],
    )
    faulty("sign-in-padded", "RFC 7515 section 2: no padding", w.broken_jwt(padded), body, ["jwt.compact"])
    faulty(
        "sign-in-plain-base64",
        "RFC 7515 section 2: base64url",
        plain_base64(w),
        http,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-header-is-a-list",
        "RFC 7515 section 4: a JSON object",
        w.broken_jwt(part(0, "[]")),
        bare,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-payload-is-a-text",
        "RFC 7519 section 4: a JSON object",
        w.broken_jwt(part(1, '"secret"')),
        body,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-audience-twice",
        "RFC 7515 section 4: member names are unique",
        duplicate(w),
        bare,
        ["jwt.compact"],
    )
    faulty(
        "sign-in-cut-in-the-signature",
        "RFC 7518 section 3.4: 64 bytes",
        w.broken_jwt(lambda jwt: jwt[:-6]),
        http,
        ["signature.raw"],
        **REFUSAL,
    )
    faulty(
        "sign-in-cut-in-the-payload",
        "RFC 7515 section 7.1",
        w.broken_jwt(lambda jwt: jwt[:120]),
        http,
        ["jwt.compact"],
        **REFUSAL,
    )
    faulty(
        "sign-in-encoded-twice",
        "the whole secret was JSON-quoted and percent-encoded before it went into the form",
        w.broken_jwt(lambda jwt: "%22" + jwt + "%22"),
        http,
        ["jwt.compact"],
    )


def padded(jwt):
    return ".".join(p + "=" * (-len(p) % 4) for p in jwt.split("."))


def plain_base64(request):
    """Signs until there is a character in which the two alphabets differ."""
    jwt = request.jwt()
    while not set(jwt) & set("-_"):
        jwt = request.jwt()
    return request.but(token=jwt.replace("-", "+").replace("_", "/"))


def part(index, json):
    def change(jwt):
        parts = jwt.split(".")
        parts[index] = jose.b64(json.encode())
        return ".".join(parts)

    return change


def duplicate(request):
    """The right audience is the last one."""
    claims = jose.as_json(request.claims).decode().replace('"aud":', '"aud":"https://account.apple.com","aud":')
    return request.but(token=jose.compact(request.header, claims, request.key))


def all_of_them():
    jwt_members()
    times()
    signatures()
    damaged()
