// Requests a token with openid-client for each line of standard input, and prints the result as a line.
import { webcrypto } from 'node:crypto';
import { createInterface } from 'node:readline';

// Node 18 has these only as members of a module.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
const client = await import('openid-client');

const PARAMETERS = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
};

async function request({ tokenEndpoint, clientId, jwk, algorithm, audience, type, parameters }) {
  const { kid, use, alg, ...bare } = jwk;
  const key = await crypto.subtle.importKey('jwk', bare, PARAMETERS[algorithm], false, ['sign']);
  const authentication = client.PrivateKeyJwt(
    { key, kid },
    {
      [client.modifyAssertion]: (header, claims) => {
        claims.aud = audience;
        if (type) header.typ = type;
      },
    },
  );
  const configuration = new client.Configuration(
    { issuer: tokenEndpoint, token_endpoint: tokenEndpoint },
    clientId,
    undefined,
    authentication,
  );
  client.allowInsecureRequests(configuration);
  try {
    const tokens = await client.clientCredentialsGrant(configuration, parameters);
    return { accepted: typeof tokens.access_token === 'string' };
  } catch (refused) {
    return { accepted: false, status: refused.status, error: refused.error ?? String(refused) };
  }
}

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await request(JSON.parse(line))));
}
