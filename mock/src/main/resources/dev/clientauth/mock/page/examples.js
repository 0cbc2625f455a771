// Requests that people sent and that were refused with "invalid_client". Their signatures are not real.

const encode = (text) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const jwt = (header, claims, signatureBytes) =>
  [JSON.stringify(header), JSON.stringify(claims), 'sample '.repeat(99).slice(0, signatureBytes)].map(encode).join('.');
const form = (parameters) => new URLSearchParams(parameters).toString();

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Each returns the text to paste, for the current time in seconds. */
export const EXAMPLES = [
  {
    name: 'School Manager, from Apple’s forum',
    text: (now) => `POST /auth/oauth2/v2/token HTTP/1.1
Host: appleid.apple.com
Content-Type: application/x-www-form-urlencoded

${form({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: jwt(
      { alg: 'ES256', kid: '8136a1f6-c995-4010-b964-bc8278c107ef', typ: 'JWT' },
      {
        iss: '55155430', sub: 'SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59', aud: 'https://appleid.apple.com',
        iat: now, exp: now + 30 * 86_400,
      }, 64),
    scope: 'https://api.apple.com/auth/schoolmanager',
  })}
`,
  },
  {
    name: 'Sign in with Apple, empty audience',
    text: (now) => `curl https://appleid.apple.com/auth/token \\
  -d client_id=com.example.app -d grant_type=authorization_code -d code=[code] \\
  -d client_secret=${jwt({ kid: 'ABC123DEFG', alg: 'ES256' },
    { iss: 'DEF123GHIJ', iat: now, exp: now + 300, aud: '', sub: 'com.example.app' }, 64)}
`,
  },
  {
    name: 'Epic, valid for an hour',
    text: (now) => `curl https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token \\
  -d grant_type=client_credentials -d client_assertion_type=${ASSERTION_TYPE} \\
  -d client_assertion=${jwt({ alg: 'RS384', typ: 'JWT' },
    {
      iss: 'd45049c3-3441-40ef-ab4d-b9cd86a17225', sub: 'd45049c3-3441-40ef-ab4d-b9cd86a17225',
      aud: 'https://fhir.epic.com/interconnect-fhir-oauth/oauth2/authorize', jti: 'f9eaafba-2e49-11ea-8880-5ce0c5aee679',
      iat: now, exp: now + 3600,
    }, 256)}
`,
  },
];
