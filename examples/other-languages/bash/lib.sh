# Shared by the clients: keys, JWTs and requests, with only bash, openssl and curl. Sourced, not run.

MOCK=${MOCK:-http://127.0.0.1:8123}
ASSERTION_TYPE=urn:ietf:params:oauth:client-assertion-type:jwt-bearer

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
KEY=$WORK/private.pem
NOW=$(date +%s)

new_ec_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$KEY"; }
new_rsa_key() { openssl genrsa -out "$KEY" 2048 2>/dev/null; }
unique_id() { openssl rand -hex 16; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# Bytes from hexadecimal digits.
bytes() { printf "$(tr -d ' \n' | sed 's/../\\x&/g')"; }

# openssl signs in DER: a sequence of two integers. A JWS requires the two as 32 bytes each, one after the other (RFC 7518, 3.4).
es256() {
  openssl dgst -sha256 -sign "$KEY" -binary |
    openssl asn1parse -inform DER |
    sed -n 's/.*INTEGER *://p' |
    while read -r number; do printf '%64s' "$number" | tr ' ' 0; done |
    bytes
}
rs384() { openssl dgst -sha384 -sign "$KEY" -binary; }

# jwt SIGN HEADER CLAIMS
jwt() {
  local input
  input=$(printf '%s' "$2" | base64url).$(printf '%s' "$3" | base64url)
  printf '%s.%s' "$input" "$(printf '%s' "$input" | "$1" | base64url)"
}

# register PROVIDER CLIENT_ID [MORE_JSON]: registers the key with the mock, as on the provider's website.
register() {
  local pem
  pem=$(openssl pkey -in "$KEY" -pubout)
  curl -sS --fail-with-body -o /dev/null -H 'Content-Type: application/json' "$MOCK/api/clients" \
    -d "{\"provider\":\"$1\",\"clientId\":\"$2\",\"keys\":\"${pem//$'\n'/\\n}\"${3:+,$3}}"
}

# authorization_code CLIENT_ID: prints a code, as if a person had signed in.
authorization_code() {
  curl -sS --fail-with-body -H 'Content-Type: application/json' "$MOCK/api/codes" \
    -d "{\"provider\":\"sign-in-with-apple\",\"clientId\":\"$1\"}" | sed 's/.*"code" *: *"\([^"]*\)".*/\1/'
}

# send CURL_ARGUMENTS...: prints the status and the response, with tokens replaced.
send() {
  local response
  response=$(curl -sS -w '\n%{http_code}' "$@")
  printf '%s\n%s\n' "${response##*$'\n'}" "${response%$'\n'*}" | sed 's/\("[a-z]*_token" *: *"\)[^"]*/\1…/g'
  printf 'See why at %s/\n' "$MOCK"
}
