#!/usr/bin/env bash
# The same client, with a request that Epic accepts.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CLIENT_ID=d45049c3-3441-40ef-ab4d-b9cd86a17225
ENDPOINT=$MOCK/epic/interconnect-fhir-oauth/oauth2/token

new_rsa_key
# As if the key had been fetched from the JWK Set URL of the app.
register epic $CLIENT_ID '"keyOrigin":"jwk-set-url"'

# At Epic itself both are the address of the organization's own token endpoint.
assertion=$(jwt rs384 \
  '{"alg":"RS384","typ":"JWT"}' \
  '{"iss":"'$CLIENT_ID'","sub":"'$CLIENT_ID'","aud":"'$ENDPOINT'","jti":"'$(unique_id)'","iat":'$NOW',"exp":'$((NOW + 4 * 60))'}')

send "$ENDPOINT" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode client_assertion_type=$ASSERTION_TYPE \
  --data-urlencode client_assertion="$assertion"
