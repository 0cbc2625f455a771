// Starts oidc-provider for the clients in the first line of standard input, and prints its issuer identifier.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { clients, algorithms } = JSON.parse((await lines.next()).value);

const server = createServer((request, response) => handle(request, response));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients,
  scopes: ['read'],
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: algorithms },
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  clientDefaults: {
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: 'read',
  },
});
const handle = provider.callback();
console.log(JSON.stringify({ issuer }));

// The end of standard input is the end of the test.
await lines.next();
process.exit(0);
