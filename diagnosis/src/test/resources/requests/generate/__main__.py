"""Makes the corpus again: python3 generate [name…], beside the folder keys. ECDSA signatures differ each time."""

import sys

sys.dont_write_bytecode = True

import corpus
import epic
import epic_jwt
import epic_sound
import forum_818652
import jose
import private_key_jwt
import school_and_business
import school_and_business_jwt
import sign_in
import sign_in_http
import sign_in_jwt
import smart

jose.make_keys()
for requests in (
    forum_818652,
    school_and_business,
    school_and_business_jwt,
    sign_in,
    sign_in_jwt,
    sign_in_http,
    epic,
    epic_jwt,
    epic_sound,
    smart,
    private_key_jwt,
):
    requests.all_of_them()
corpus.write(sys.argv[1:])
