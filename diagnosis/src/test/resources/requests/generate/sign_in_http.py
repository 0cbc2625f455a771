"""Sign in with Apple: faults of the request, also at the other endpoints."""

from corpus import faulty
from request import (
    FORM,
    JWT,
    JWT_BEARER,
    basic,
    body,
    curl,
    curl_d,
    curl_get,
    curl_query,
    http,
    http_json,
    seconds,
    text,
)
from sign_in import DAY, ENDPOINT, REFUSAL, WEB, migration, native, puppylink, refresh, revoke, sender, web


def http_faults():
    w, n = web(), native()
    faulty(
        "sign-in-parameters-in-query",
        "Apple Developer Forums, Sign in with Apple, the Next-Auth code; Apple, Sign in with Apple REST API: form-urlencoded bodies",
        w,
        curl_query,
        ["parameters.in-body"],
        guess="sign-in-with-apple",
        **REFUSAL,
    )
    faulty(
        "sign-in-stray-quotes",
        "Apple Developer Forums, Sign in with Apple, its curl: quotes after the values",
        w.but(
            form={
                "client_id": WEB + "'",
                "code": "c1f2a3b4c5d6e.0.rrsw.example'",
                "redirect_uri": "https://www.example.com/callback'",
            },
            headers={"Accept": "application/json"},
        ),
        curl,
        ["client-id", "parameters.unquoted"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-forum-curl",
        "Apple Developer Forums, Sign in with Apple, its curl, with values in it",
        w,
        forum_curl,
        ["client-id", "parameters.unquoted"],
        status=400,
        error="invalid_request",
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-quotes-left-out",
        "Apple Developer Forums, Sign in with Apple, its curl: all values left out, one quote left",
        w,
        text(
            "curl --location 'https://appleid.apple.com/auth/token' \\\n"
            "--header 'Accept: application/json' \\\n"
            "--header 'Content-Type: application/x-www-form-urlencoded' \\\n"
            "--data-urlencode 'client_id=----SECRET----' \\\n"
            "--data-urlencode 'client_secret=----SECRET----' \\\n"
            "--data-urlencode 'grant_type=authorization_code' \\\n"
            "--data-urlencode 'code=----SECRET----' \\\n"
            '--data-urlencode "redirect_uri=https://www.example.com/callback\'"\n',
            "CURL",
        ),
        ["parameters.unquoted"],
        unknown=["client-id", "jwt.compact", "aud", "kid"],
        status=400,
        error="invalid_request",
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-json-body",
        "apple-signin-auth issue 28: a form body only",
        w.but(headers={"Content-Type": "application/json"}),
        http_json,
        ["http.content-type"],
        status=400,
        error="unsupported_grant_type",
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-basic",
        "Apple, Sign in with Apple REST API; apple-signin-auth issue 28: client_secret_post only",
        w.but(
            lambda r: r.headers.update({"Authorization": basic(WEB, r.jwt())}),
            form={"client_id": None, "client_secret": None},
        ),
        http,
        ["http.no-authorization", "client-id", "client-secret"],
        **REFUSAL,
    )
    faulty(
        "sign-in-no-content-type",
        "Apple, Sign in with Apple REST API; Apple, TN3107: bad content type",
        w.but(headers={"Content-Type": None}),
        http,
        ["http.content-type"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-charset",
        "CMS BCDA: some servers compare it letter by letter",
        w.but(headers={"Content-Type": FORM + ";charset=UTF-8"}),
        http,
        should=["http.content-type.plain"],
    )
    faulty(
        "sign-in-get",
        "Apple, Sign in with Apple REST API: POST",
        w,
        curl_get,
        ["http.post", "http.content-type", "parameters.in-body"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-client-id-twice",
        "Apple, TN3107: a repeated parameter",
        w,
        lambda r: (body(r)[0].strip() + "&client_id=" + WEB + "\n", "FORM_BODY"),
        ["parameters.unrepeated"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-client-assertion",
        "Apple, documentation of the other APIs, trap 2: client_secret",
        w.but(form={"client_secret": None, "client_assertion_type": JWT_BEARER, "client_assertion": JWT}),
        http,
        ["client-secret"],
        **REFUSAL,
    )
    faulty(
        "sign-in-no-code",
        "Apple, Sign in with Apple REST API; Apple, TN3107",
        w.but(form={"code": None}),
        curl,
        ["grant-type.parameters"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-grant-misspelled",
        "Apple, Sign in with Apple REST API; Apple, TN3107",
        w.but(form={"grant_type": "authorization-code"}),
        http,
        ["grant-type"],
        status=400,
        error="unsupported_grant_type",
    )
    faulty(
        "sign-in-no-grant",
        "Apple, Sign in with Apple REST API",
        n.but(form={"grant_type": None}),
        curl_d,
        ["grant-type"],
    )
    faulty(
        "sign-in-authorize-endpoint",
        "Apple, Sign in with Apple REST API",
        w.but(endpoint="https://appleid.apple.com/auth/authorize"),
        curl,
        ["endpoint"],
    )
    faulty(
        "sign-in-account-endpoint",
        "nextauthjs/next-auth issue 13050: discovery was redirected in June 2025",
        w.but(endpoint="https://account.apple.com/auth/token"),
        http,
        ["endpoint"],
        guess="sign-in-with-apple",
    )
    faulty(
        "sign-in-ads-endpoint",
        "Apple, documentation of the other APIs: the endpoint of Apple Ads",
        w.but(endpoint="https://appleid.apple.com/auth/oauth2/token"),
        curl,
        ["endpoint"],
        **REFUSAL,
    )
    for name, uri in {
        "localhost": "https://localhost:3000/callback",
        "http": "http://www.example.com/callback",
        "address": "https://192.0.2.7/callback",
        "fragment": "https://www.example.com/callback#done",
    }.items():
        faulty(
            "sign-in-redirect-" + name,
            "Apple, Sign in with Apple REST API; passport-apple issue 22: https, a domain, no fragment",
            w.but(form={"redirect_uri": uri}),
            curl if name == "http" else http,
            ["redirect-uri"],
            **REFUSAL,
        )
    faulty(
        "sign-in-no-refresh-token",
        "Apple, Sign in with Apple REST API",
        refresh().but(form={"refresh_token": None}),
        http,
        ["grant-type.parameters"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "sign-in-migration-without-scope",
        "Apple, Sign in with Apple REST API; TN3159",
        migration().but(form={"scope": None}),
        http,
        ["scope"],
        status=400,
        error="invalid_scope",
    )
    faulty(
        "sign-in-migration-scope-misspelled",
        "Apple, Sign in with Apple REST API",
        migration().but(form={"scope": "user_migration"}),
        curl,
        ["scope"],
        status=400,
        error="invalid_scope",
    )


def forum_curl(request):
    """Every value but two ends in a quote more than a shell takes."""
    values = dict(request.pairs())
    lines = ["curl --location 'https://appleid.apple.com/auth/token' --header 'Accept: application/json'"]
    lines += ["--header 'Content-Type: application/x-www-form-urlencoded'"]
    lines += [f"--data-urlencode 'client_id={values['client_id']}''"]
    lines += [f"--data-urlencode 'client_secret={values['client_secret']}'"]
    lines += ["--data-urlencode 'grant_type=authorization_code'"]
    lines += [f"--data-urlencode 'code={values['code']}''"]
    lines += [f"--data-urlencode 'redirect_uri={values['redirect_uri']}''"]
    return " ".join(lines) + "\n", "CURL"


def other_endpoints():
    r, s = revoke(), sender()
    faulty(
        "revoke-no-token",
        "Apple, Sign in with Apple REST API",
        r.but(form={"token": None}),
        http,
        ["token"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "revoke-hint-misspelled",
        "Apple, Sign in with Apple REST API; apple-signin-auth pull request 141",
        r.but(form={"token_type_hint": "refresh"}),
        curl,
        ["token-type-hint"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "revoke-empty-audience",
        "Apple Developer Forums, Sign in with Apple: revocation, with the client secret of the Kotlin code",
        puppylink(r),
        http,
        ["aud"],
    )
    faulty(
        "revoke-at-token-endpoint", "Apple, Sign in with Apple REST API", r.but(endpoint=ENDPOINT), curl, ["endpoint"]
    )
    faulty(
        "revoke-expired-secret",
        "spring-security issue 9471",
        r.but(claims={"iat": seconds(-DAY), "exp": seconds(-60)}),
        http,
        ["exp.in-future"],
        **REFUSAL,
    )
    faulty(
        "move-no-bearer",
        "Apple, Sign in with Apple REST API",
        s.but(headers={"Authorization": None}),
        http,
        ["http.bearer"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "move-target-is-client-id",
        "Apple, Sign in with Apple REST API: target is the recipient's Team ID",
        s.but(form={"target": "com.other.app"}),
        http,
        ["target"],
        status=400,
        error="invalid_request",
    )
    faulty(
        "move-both-steps",
        "Apple, Sign in with Apple REST API: sender or recipient",
        s.but(form={"transfer_sub": "760417.x.1827"}),
        curl,
        ["parameters.one-step"],
    )
    faulty(
        "move-neither-step",
        "Apple, Sign in with Apple REST API",
        s.but(form={"sub": None, "target": None}),
        http,
        ["parameters.one-step"],
    )


def all_of_them():
    http_faults()
    other_endpoints()
