// Signs in with apple-signin-auth for each line of standard input, and prints what happened as a line.
import { createInterface } from 'node:readline';
import apple from 'apple-signin-auth';

const APPLE = 'https://appleid.apple.com';

async function signIn({ mock, clientId, teamId, keyId, privateKey, code, redirectUri }) {
  // The package has Apple's address as a constant.
  apple._setFetch((url, options) => fetch(url.replace(APPLE, mock), options));
  const clientSecret = apple.getClientSecret({ clientID: clientId, teamID: teamId, keyIdentifier: keyId, privateKey });
  const options = { clientID: clientId, clientSecret, redirectUri };
  const tokens = await apple.getAuthorizationToken(code, options);
  if (tokens.error) {
    return { error: tokens.error };
  }
  const identity = await apple.verifyIdToken(tokens.id_token, { audience: clientId });
  const refreshed = await apple.refreshAuthorizationToken(tokens.refresh_token, options);
  await apple.revokeAuthorizationToken(tokens.refresh_token, { ...options, tokenTypeHint: 'refresh_token' });
  const afterwards = await apple.refreshAuthorizationToken(tokens.refresh_token, options);
  return {
    subject: identity.sub,
    refreshed: typeof refreshed.access_token === 'string',
    afterRevocation: afterwards.error,
  };
}

console.log('{}');
for await (const line of createInterface({ input: process.stdin })) {
  const result = await signIn(JSON.parse(line)).catch((failure) => ({ error: String(failure) }));
  console.log(JSON.stringify(result));
}
