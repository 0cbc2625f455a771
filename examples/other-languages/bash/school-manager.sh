#!/usr/bin/env bash
# The same client, with the six mistakes fixed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CLIENT_ID=SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59
KEY_ID=8136a1f6-c995-4010-b964-bc8278c107ef
AUDIENCE=https://account.apple.com/auth/oauth2/v2/token

new_ec_key
register apple-school-manager $CLIENT_ID "\"keyId\":\"$KEY_ID\""

assertion=$(jwt es256 \
  '{"alg":"ES256","kid":"'$KEY_ID'","typ":"JWT"}' \
  '{"iss":"'$CLIENT_ID'","sub":"'$CLIENT_ID'","aud":"'$AUDIENCE'","jti":"'$(unique_id)'","iat":'$NOW',"exp":'$((NOW + 60 * 60))'}')

# At Apple itself: https://account.apple.com/auth/oauth2/token
send "$MOCK/apple-school-manager/auth/oauth2/token" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode client_id=$CLIENT_ID \
  --data-urlencode client_assertion_type=$ASSERTION_TYPE \
  --data-urlencode client_assertion="$assertion" \
  --data-urlencode scope=school.api
