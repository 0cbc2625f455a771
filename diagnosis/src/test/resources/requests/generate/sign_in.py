"""Sign in with Apple: its requests, the client ids, and what is sound or was refused all the same."""

import jose
from corpus import faulty, refused, sound
from request import JWT, Request, bare, body, curl, curl_d, curl_flags, decoded, har, http, seconds

ENDPOINT = "https://appleid.apple.com/auth/token"
TEAM = "DEF123GHIJ"
WEB = "com.example.web"
APP = "com.example.app"
SIX_MONTHS = 15_777_000
DAY = 86_400
REFUSAL = dict(status=400, error="invalid_client")


def web():
    """A code from the web: Services ID and redirect_uri."""
    return client(
        WEB,
        {
            "client_id": WEB,
            "client_secret": JWT,
            "code": "c1f2a3b4c5d6e.0.rrsw.example",
            "grant_type": "authorization_code",
            "redirect_uri": "https://www.example.com/callback",
        },
    )


def native():
    """A code from an app: bundle id, and no redirect_uri."""
    return client(
        APP,
        {
            "client_id": APP,
            "client_secret": JWT,
            "code": "c7a8b9c0d1e2f.0.mrsw.example",
            "grant_type": "authorization_code",
        },
    )


def refresh():
    return client(
        WEB,
        {
            "client_id": WEB,
            "client_secret": JWT,
            "grant_type": "refresh_token",
            "refresh_token": "r0a1b2c3d4e5f.0.rrsw.example",
        },
    )


def migration():
    return client(
        APP,
        {
            "grant_type": "client_credentials",
            "scope": "user.migration",
            "client_id": APP,
            "client_secret": JWT,
        },
    )


def revoke():
    return client(
        APP,
        {
            "client_id": APP,
            "client_secret": JWT,
            "token": "r0a1b2c3d4e5f.0.mrsw.example",
            "token_type_hint": "refresh_token",
        },
    ).but(known={"provider": "sign-in-with-apple-revoke"}, endpoint="https://appleid.apple.com/auth/revoke")


def sender():
    return migrating({"sub": "001703.2a52ec72cb874a93986522fa35742bd4.1219", "target": "RECIPIENT1"})


def recipient():
    return migrating({"transfer_sub": "760417.ebbf12acbc78e1be1668ba852d492d8a.1827"})


def migrating(step):
    return client(APP, {**step, "client_id": APP, "client_secret": JWT}).but(
        headers={"Authorization": "Bearer a0b1c2d3e4f50.0.mrsw.example"},
        known={"provider": "sign-in-with-apple-usermigrationinfo"},
        endpoint="https://appleid.apple.com/auth/usermigrationinfo",
    )


def client(client_id, form):
    key, kid = jose.SETS["sign-in"][0]
    return Request(
        ENDPOINT,
        {"alg": "ES256", "kid": kid},
        {
            "iss": TEAM,
            "iat": seconds(-10),
            "exp": seconds(3600),
            "aud": "https://appleid.apple.com",
            "sub": client_id,
        },
        key,
        form,
        dict(
            provider="sign-in-with-apple",
            clientId=client_id,
            teamId=TEAM,
            keyId=kid,
            jwks="sign-in.jwks.json",
        ),
    )


def puppylink(request):
    """The values of the forum post with the Kotlin code, whose audience is empty. Nobody told the public key."""
    return request.but(
        header={"kid": "KXSYK98424"},
        claims={"iss": "HUGD2H952H", "aud": "", "sub": "com.puppylink.puppylinkapp", "exp": seconds(290)},
        form={"client_id": "com.puppylink.puppylinkapp"},
        known={
            "clientId": "com.puppylink.puppylinkapp",
            "teamId": "HUGD2H952H",
            "keyId": "KXSYK98424",
            "jwks": None,
            **REFUSAL,
        },
    )


def client_ids():
    w, n = web(), native()
    faulty(
        "sign-in-empty-audience",
        "Apple Developer Forums, Sign in with Apple, the Kotlin code; Apple, Creating a client secret",
        puppylink(n),
        http,
        ["aud"],
        unknown=["signature.verifies"],
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-bundle-id-for-services-id",
        "How to solve invalid_client error in Sign in with Apple, 1; Apple, Creating a client secret; Apple Developer Forums 118135: sub is the same as client_id",
        w.but(form={"client_id": APP}),
        body,
        ["client-id"],
        guess="sign-in-with-apple",
        **REFUSAL,
    )
    faulty(
        "sign-in-nothing-on-file",
        "How to solve invalid_client error in Sign in with Apple, 1: client_id and sub differ, whichever is right",
        w.but(form={"client_id": APP}, known={"clientId": None, "teamId": None, "keyId": None, "jwks": None}),
        http,
        ["client-id"],
        unknown=["sub", "iss", "kid", "signature.verifies"],
    )
    faulty(
        "sign-in-sub-is-bundle-id",
        "Apple Developer Forums 118135",
        w.but(claims={"sub": APP}),
        curl,
        ["sub"],
        **REFUSAL,
    )
    faulty(
        "sign-in-client-id-in-capitals",
        "Apple, Creating a client secret: case-sensitive",
        w.but(claims={"sub": "com.Example.Web"}, form={"client_id": "com.Example.Web"}),
        http,
        ["client-id", "sub"],
    )
    faulty(
        "sign-in-team-id-before-sub",
        "Apple, Creating a client secret: no Team ID prefix",
        n.but(claims={"sub": TEAM + "." + APP}, form={"client_id": TEAM + "." + APP}),
        http,
        ["client-id", "sub", "sub.no-team-prefix"],
        **REFUSAL,
    )


def without_fault():
    w, n = web(), native()
    refused(
        "sign-in-code-of-another-client",
        "Apple Developer Forums, Sign in with Apple: client_id mismatch; Apple, TN3107",
        n,
        http,
        ["services-id-or-bundle-id"],
        "invalid_grant",
        description="client_id mismatch. The code was not issued to com.example.app.",
    )
    refused(
        "sign-in-code-reused",
        "Apple, TN3107; apple-identity-provider-keycloak issue 50",
        w,
        curl,
        ["code-used-or-old"],
        "invalid_grant",
        description="The code has already been used.",
    )
    refused(
        "sign-in-code-old",
        "Apple, TN3107",
        w,
        body,
        ["code-used-or-old"],
        "invalid_grant",
        description="The code has expired or has been revoked.",
    )
    refused(
        "sign-in-redirect-mismatch",
        "Apple, TN3107; passport-apple issue 22; Apple Developer Forums, Sign in with Apple",
        w,
        http,
        ["redirect-uri"],
        "invalid_grant",
        description="redirect_uri mismatch. The code was not issued to https://www.example.com/callback.",
    )
    refused(
        "sign-in-native-with-redirect",
        "Apple, Sign in with Apple REST API; passport-apple issue 22: omit it for native codes",
        n.but(form={"redirect_uri": "https://www.example.com/callback"}),
        http,
        ["redirect-uri"],
    )
    refused(
        "sign-in-migration-after-transfer",
        "Apple Developer Forums, Sign in with Apple: user.migration refused after a transfer; TN3159",
        migration(),
        http,
        ["app-transferred"],
    )
    refused(
        "sign-in-key-not-enabled",
        "Apple, Creating a client secret; apple-identity-provider-keycloak issue 47",
        w,
        http,
        ["key-not-enabled", "services-id-or-bundle-id"],
    )
    refused(
        "revoke-refused",
        "Apple Developer Forums, Sign in with Apple: revocation with invalid_client",
        revoke(),
        http,
        ["key-not-enabled", "token-of-another-client"],
    )

    refused(
        "sign-in-now-and-then",
        "Apple Developer Forums, Sign in with Apple: intermittent invalid_request; Apple, TN3107",
        w,
        curl,
        ["intermittent-invalid-request", "authorization-revoked"],
        "invalid_request",
    )
    refused(
        "sign-in-refresh-token-revoked",
        "Apple, TN3107: revoked or expired",
        refresh(),
        http,
        ["refresh-token-revoked"],
        "invalid_grant",
    )
    refused(
        "sign-in-app-not-in-app-store-connect",
        "Apple Developer Forums 679497",
        n,
        http,
        ["app-not-in-app-store-connect"],
        "invalid_grant",
        description="client_id mismatch. The code was not issued to com.example.app.",
    )
    refused(
        "sign-in-unsupported-whatever-is-sent",
        "Apple Developer Forums 121739: the form was not encoded",
        w,
        body,
        ["not-a-form"],
        "unsupported_grant_type",
    )
    refused("move-after-sixty-days", "Apple, TN3159", recipient(), http, ["migration-window"], "invalid_request")

    sound(
        "sign-in-web-code",
        "Apple, Creating a client secret; Apple, Sign in with Apple REST API",
        w,
        http,
        guess="sign-in-with-apple",
    )
    sound(
        "sign-in-native-code",
        "Apple, Sign in with Apple REST API: native codes have no redirect_uri",
        n,
        curl,
        guess="sign-in-with-apple",
    )
    sound("sign-in-bare-in-quotes", "RFC 7515 section 7.1: the quotes are those of the source code", w, bare_in_quotes)
    sound("sign-in-bare-folded", "RFC 7515 section 7.1: the line ends are those of a terminal", w, bare_folded)
    sound("sign-in-curl-flags", "Apple, Sign in with Apple REST API", w, curl_flags, guess="sign-in-with-apple")
    sound("sign-in-refresh", "Apple, Sign in with Apple REST API", refresh(), body, guess="sign-in-with-apple")
    sound(
        "sign-in-migration", "Apple, Sign in with Apple REST API; TN3159", migration(), http, guess="sign-in-with-apple"
    )
    sound("sign-in-typ-jwt", "Apple, Creating a client secret: tolerated", w.but(header={"typ": "JWT"}), curl_d)
    sound(
        "sign-in-182-days",
        "Apple, Creating a client secret: 182 days are within the cap",
        w.but(claims={"exp": seconds(182 * DAY)}),
        bare,
        guess="sign-in-with-apple",
    )
    sound(
        "sign-in-exactly-six-months",
        "Apple, Creating a client secret: at most 15777000 seconds",
        w.but(claims={"exp": seconds(SIX_MONTHS)}),
        bare,
    )
    sound(
        "sign-in-host-in-capitals",
        "RFC 3986 section 6.2.2.1: the host is case-insensitive",
        w.but(endpoint="https://AppleID.Apple.com/auth/token"),
        http,
    )
    sound(
        "sign-in-har",
        "Apple, Creating a client secret; Apple, Sign in with Apple REST API",
        w,
        har(),
        at=None,
        guess="sign-in-with-apple",
    )
    sound(
        "sign-in-decoded",
        "Apple, Creating a client secret: only what a JWT web page shows",
        w,
        decoded,
        unknown=["signature.verifies", "endpoint"],
    )
    sound("revoke", "Apple, Sign in with Apple REST API", revoke(), http)
    sound(
        "revoke-without-hint",
        "Apple, Sign in with Apple REST API: optional",
        revoke().but(form={"token_type_hint": None}),
        curl,
    )
    sound("move-as-sender", "Apple, Sign in with Apple REST API", sender(), http)
    sound("move-as-recipient", "Apple, Sign in with Apple REST API", recipient(), http)


def bare_in_quotes(request):
    return f'"{request.jwt()}"\n', "JWT"


def bare_folded(request):
    jwt = request.jwt()
    return "\n".join(jwt[at : at + 76] for at in range(0, len(jwt), 76)) + "\n", "JWT"


def all_of_them():
    client_ids()
    without_fault()
