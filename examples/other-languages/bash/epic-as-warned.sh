#!/usr/bin/env bash
# The mistakes that Epic's page on invalid_client lists, in one request: an hour instead of five minutes, the audience of /authorize, an
# assertion type that is encoded twice, and a jti of 160 characters.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

CLIENT_ID=d45049c3-3441-40ef-ab4d-b9cd86a17225

new_rsa_key
register epic $CLIENT_ID '"keyOrigin":"jwk-set-url"'

assertion=$(jwt rs384 \
  '{"alg":"RS384","typ":"JWT"}' \
  '{"iss":"'$CLIENT_ID'","sub":"'$CLIENT_ID'","aud":"'$MOCK'/epic/interconnect-fhir-oauth/oauth2/authorize","jti":"'$(openssl rand -hex 80)'","iat":'$NOW',"exp":'$((NOW + 60 * 60))'}')

send "$MOCK/epic/interconnect-fhir-oauth/oauth2/token" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer \
  --data-urlencode client_assertion="$assertion"
