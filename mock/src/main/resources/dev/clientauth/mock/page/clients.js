// The registered clients, and the form that adds one.

import { byId, copyLine, count, el, fillProviders, plain, say, value } from './dom.js';
import { api, reason } from './api.js';

let providers = [];
let drawn = '';

const keyName = (key) => [key.kty, key.crv ?? key.alg, key.kid && `kid ${key.kid}`].filter(Boolean).join(' ');

function keysOf(client) {
  const keys = client.keys ?? [];
  return [
    client.jwksUrl && el('span', {}, 'JWK Set at ', value(client.jwksUrl)),
    ...keys.map((key) => el('span', {}, value(keyName(key)))),
    keys.length === 0 && !client.jwksUrl && el('span', {}, 'no key registered'),
  ];
}

async function remove(client, button) {
  button.disabled = true;
  try {
    await api.removeClient(client.provider, client.clientId);
    say(`Removed ${client.clientId}.`);
    byId('clients-title').tabIndex = -1;
    byId('clients-title').focus();
  } catch (error) {
    button.disabled = false;
    byId('client-error').textContent = plain(reason(error));
  }
}

function item(client) {
  const name = providers.find((p) => p.id === client.provider)?.name ?? client.provider;
  const button = el('button', { type: 'button', class: 'plain small', 'aria-label': `Remove ${plain(client.clientId)}` }, 'Remove');
  button.addEventListener('click', () => remove(client, button));
  return el('li', { class: 'client' },
    el('div', {},
      el('p', {}, value(client.clientId), ' ', el('span', { class: 'soft' }, plain(name))),
      el('p', { class: 'soft small-text keys' }, client.teamId && el('span', {}, 'Team ', value(client.teamId)), keysOf(client))),
    button);
}

const none = () => el('div', { class: 'none' },
  el('p', {}, el('strong', {}, 'No clients are registered, so every request is refused.')),
  el('p', { class: 'soft' }, 'No key yet? Create one, and paste the content of public.pem below:'),
  copyLine('openssl ecparam -name prime256v1 -genkey -noout -out private.pem && openssl ec -in private.pem -pubout -out public.pem',
    'the openssl command for an EC key'),
  el('p', { class: 'soft' }, 'For SMART, create an RSA key. Epic’s sandbox requires a JWK Set: clientauth keys jwks public.pem'),
  copyLine('openssl genrsa -out private.pem 3072 && openssl rsa -in private.pem -pubout -out public.pem',
    'the openssl command for an RSA key'));

function form() {
  const provider = providers.find((p) => p.id === byId('client-provider').value);
  byId('team-field').hidden = !provider?.teamId;
  const byUrl = document.querySelector('[name=source]:checked').value === 'url';
  byId('by-url').hidden = !byUrl;
  byId('by-key').hidden = byUrl;
}

/** Shows the registered clients. */
export function showClients(clients, now) {
  providers = now;
  fillProviders(byId('client-provider'), providers);
  form();
  const next = JSON.stringify([clients, providers.map((p) => p.name)]);
  if (next === drawn) {
    return;
  }
  drawn = next;
  byId('clients').replaceChildren(clients.length === 0 ? none() : el('div', {},
    el('p', { class: 'unseen' }, count(clients.length, 'client')), el('ul', { class: 'plain-list' }, clients.map(item))));
}

/** Returns the client of the form, or what is wrong and where. */
function filled() {
  const text = (id) => byId(id).value.trim();
  const client = { provider: text('client-provider'), clientId: text('client-id') };
  if (!client.clientId) {
    return { wrong: 'client-id', why: 'Enter the client ID that your application uses.' };
  }
  if (!byId('team-field').hidden && text('team-id')) {
    client.teamId = text('team-id');
  }
  if (!byId('by-url').hidden) {
    client.jwksUrl = text('jwks-url');
    return /^https?:\/\//.test(client.jwksUrl) ? { client } : { wrong: 'jwks-url', why: 'Enter a URL that starts with http:// or https://.' };
  }
  client.keys = text('client-key');
  if (!client.keys) {
    return { wrong: 'client-key', why: 'Paste the public key, a certificate or a JWK Set.' };
  }
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(client.keys) || /"d"\s*:/.test(client.keys)) {
    byId('client-key').value = '';
    return { wrong: 'client-key', why: 'That was a private key. It was not sent, and was removed from the form. Paste the public key: openssl pkey -in private.pem -pubout' };
  }
  if (text('key-id')) {
    client.keyId = text('key-id');
  }
  return { client };
}

function complain(id, why) {
  const field = byId(id);
  byId('client-error').textContent = plain(why);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', 'client-error');
  field.focus();
}

/** Fills in the form for the client of a request. */
export function beginClient({ provider, clientId }) {
  byId('client-provider').value = provider;
  byId('client-id').value = clientId;
  form();
  byId('client').scrollIntoView();
  byId('client-key').focus({ preventScroll: true });
}

byId('client-provider').addEventListener('change', form);
document.querySelectorAll('[name=source]').forEach((radio) => radio.addEventListener('change', form));
byId('client').addEventListener('input', (event) => event.target.removeAttribute('aria-invalid'));
byId('client').addEventListener('submit', async (event) => {
  event.preventDefault();
  byId('client-error').textContent = '';
  const { client, wrong, why } = filled();
  if (wrong) {
    complain(wrong, why);
    return;
  }
  try {
    await api.addClient(client);
    ['client-id', 'team-id', 'client-key', 'key-id', 'jwks-url'].forEach((id) => { byId(id).value = ''; });
    say(`Registered ${client.clientId}.`);
  } catch (error) {
    complain(client.keys ? 'client-key' : 'jwks-url', reason(error));
  }
});
