// A client of Epic with only Node 18 or newer: registers a key with the mock, signs a JWT, requests a token and reads patients.
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';

const mock = process.env.MOCK ?? 'http://127.0.0.1:8123';
const clientId = 'd45049c3-3441-40ef-ab4d-b9cd86a17225';
const tokenEndpoint = `${mock}/epic/interconnect-fhir-oauth/oauth2/token`;
const fhirBase = `${mock}/epic/interconnect-fhir-oauth/api/FHIR/R4`;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

async function json(response, expected) {
  const text = await response.text();
  if (response.status !== expected) {
    throw new Error(`HTTP ${response.status} from ${response.url}: ${text}. See why at ${mock}/`);
  }
  return text === '' ? {} : JSON.parse(text);
}

// As if Epic had fetched the key from the JWK Set URL of the app.
await json(
  await fetch(`${mock}/api/clients`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      provider: 'epic',
      clientId,
      keys: publicKey.export({ type: 'spki', format: 'pem' }),
      keyOrigin: 'jwk-set-url',
    }),
  }),
  201,
);

// A signed JWT (RFC 7515). Epic: aud is the token endpoint, at most five minutes, jti used once.
function assertion() {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const input = [
    { alg: 'RS384', typ: 'JWT' },
    { iss: clientId, sub: clientId, aud: tokenEndpoint, jti: randomUUID(), iat: now, exp: now + 240 },
  ].map(encode).join('.');
  return `${input}.${createSign('RSA-SHA384').update(input).sign(privateKey).toString('base64url')}`;
}

const granted = await json(
  await fetch(tokenEndpoint, {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion(),
    }),
  }),
  200,
);

const patients = await json(
  await fetch(`${fhirBase}/Patient`, {
    redirect: 'error',
    headers: { Accept: 'application/fhir+json', Authorization: `Bearer ${granted.access_token}` },
  }),
  200,
);
console.log(`${patients.entry.length} patients`);
