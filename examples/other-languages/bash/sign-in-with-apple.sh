#!/usr/bin/env bash
# The same client, with Apple's audience.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CLIENT_ID=com.puppylink.puppylinkapp
TEAM_ID=HUGD2H952H
KEY_ID=KXSYK98424

new_ec_key
register sign-in-with-apple $CLIENT_ID "\"teamId\":\"$TEAM_ID\",\"keyId\":\"$KEY_ID\""

client_secret=$(jwt es256 \
  '{"kid":"'$KEY_ID'","alg":"ES256"}' \
  '{"iss":"'$TEAM_ID'","iat":'$NOW',"exp":'$((NOW + 5 * 60))',"aud":"https://appleid.apple.com","sub":"'$CLIENT_ID'"}')

# At Apple itself: https://appleid.apple.com/auth/token
send "$MOCK/sign-in-with-apple/auth/token" \
  --data-urlencode client_id=$CLIENT_ID \
  --data-urlencode client_secret="$client_secret" \
  --data-urlencode code="$(authorization_code $CLIENT_ID)" \
  --data-urlencode grant_type=authorization_code
