"""Apple Developer Forums 818652: the post, and the variants that its author tried."""

from corpus import faulty
from request import curl, decoded, har, http, seconds, text
from school_and_business import DAY, REFUSAL, school

SIX = ["endpoint", "iss", "aud", "jti", "client-id", "scope"]
NO_KEY = ["signature.verifies", "alg.fits-key"]
FORUM_POST = """\
Error Details
Error: invalid_client
HTTP Status: 400 Bad Request
Endpoint: https://appleid.apple.com/auth/oauth2/v2/token
Response: {"error": "invalid_client"}
JWT Configuration
I'm generating a JWT with the following structure:
Header:
{
"alg": "ES256",
"kid": "8136a1f6-c995-4010-b964-bc8278c107ef",
"typ": "JWT"
}
Payload:
{
"iss": "55155430",
"sub": "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59",
"aud": "https://appleid.apple.com",
"iat": [timestamp],
"exp": [timestamp + 30 days]
}
Token Request
Method: POST
Content-Type: application/x-www-form-urlencoded
Parameters:
grant_type: client_credentials
client_assertion_type: urn:ietf:params:oauth:client-assertion-type:jwt-bearer
client_assertion: [JWT token]
scope: https://api.apple.com/auth/schoolmanager
"""


def forum_818652():
    """The request of the forum post, with its own values. Nobody told which public key Apple has."""
    kid = "8136a1f6-c995-4010-b964-bc8278c107ef"
    return school().but(
        header={"kid": kid},
        claims={"iss": "55155430", "aud": "https://appleid.apple.com", "jti": None},
        form={"client_id": None, "scope": "https://api.apple.com/auth/schoolmanager"},
        known={"keyId": kid, "jwks": None, **REFUSAL},
        endpoint="https://appleid.apple.com/auth/oauth2/v2/token",
    )


def all_of_them():
    post = forum_818652()
    guess = {"guess": "apple-school-manager"}
    faulty(
        "school-forum-as-sent",
        "Apple Developer Forums 818652; Apple, OAuth for the School and Business Manager API",
        post,
        http,
        SIX,
        unknown=NO_KEY,
        **guess,
    )
    faulty(
        "school-forum-organisation-as-sub",
        "Apple Developer Forums 818652, its first variant; Apple, OAuth for the School and Business Manager API",
        post.but(claims={"sub": "55155430"}),
        curl,
        [*SIX, "sub", "sub.prefix"],
        unknown=NO_KEY,
    )
    faulty(
        "school-forum-no-scope",
        "Apple Developer Forums 818652, its second variant; Apple, OAuth for the School and Business Manager API: leaving it out is wrong too",
        post.but(form={"scope": None}),
        http,
        SIX,
        unknown=NO_KEY,
        **guess,
    )
    faulty(
        "school-forum-180-days",
        "Apple Developer Forums 818652, its third variant; Apple, OAuth for the School and Business Manager API: stay below 180 days",
        post.but(claims={"exp": seconds(-10 + 180 * DAY)}),
        har(status=400, answer={"error": "invalid_client"}),
        [*SIX, "exp.under-180-days"],
        unknown=NO_KEY,
        at=None,
        **guess,
    )
    faulty(
        "school-forum-placeholder",
        "Apple Developer Forums 818652: what the post shows of the request; the JWT is not told",
        post.but(token="[JWT token]"),
        http,
        ["endpoint", "client-id", "scope"],
        unknown=["jwt.compact", "aud", "iss", "jti", "exp.in-future", "signature.verifies"],
    )
    faulty(
        "school-forum-decoded",
        "Apple Developer Forums 818652: header and payload as the post shows them",
        post,
        decoded,
        ["iss", "aud", "jti"],
        unknown=["endpoint", "scope", "client-id", "signature.verifies"],
        **guess,
    )

    faulty(
        "school-forum-post",
        "Apple Developer Forums 818652, as the post words it",
        post.but(known={"status": None, "error": None}),
        text(FORUM_POST),
        SIX,
        unknown=["signature.verifies", "exp.in-future", "exp.under-180-days"],
        **guess,
    )
