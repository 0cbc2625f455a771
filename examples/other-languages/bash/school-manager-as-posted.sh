#!/usr/bin/env bash
# The request of Apple Developer Forums thread 818652, as its author sent it from Python: Apple said "invalid_client" for weeks.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CLIENT_ID=SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59
KEY_ID=8136a1f6-c995-4010-b964-bc8278c107ef
ORGANIZATION_ID=55155430

new_ec_key
register apple-school-manager $CLIENT_ID "\"keyId\":\"$KEY_ID\""

assertion=$(jwt es256 \
  '{"alg":"ES256","kid":"'$KEY_ID'","typ":"JWT"}' \
  '{"iss":"'$ORGANIZATION_ID'","sub":"'$CLIENT_ID'","aud":"https://appleid.apple.com","iat":'$NOW',"exp":'$((NOW + 30 * 24 * 60 * 60))'}')

# The Host header tells the mock which host the author wrote to.
send -H 'Host: appleid.apple.com' "$MOCK/auth/oauth2/v2/token" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode client_assertion_type=$ASSERTION_TYPE \
  --data-urlencode client_assertion="$assertion" \
  --data-urlencode scope=https://api.apple.com/auth/schoolmanager
