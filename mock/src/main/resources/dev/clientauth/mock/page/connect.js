// The token endpoints: one tab for each provider.

import { byId, copyLine, el, plain } from './dom.js';

let providers = [];
let chosen;

const exports = (provider) => (provider.environment ?? [])
  .map(({ name, value: text }) => `export ${name}='${String(text).replaceAll("'", "'\\''")}'`).join('\n');

function panel(provider) {
  const environment = exports(provider);
  const more = [['Discovery document', provider.discovery], ['JWK Set', provider.jwks],
    ['Checked as', provider.host && `https://${provider.host}`]].filter(([, uri]) => uri);
  return [
    el('h3', {}, 'Token endpoint'),
    copyLine(provider.tokenEndpoint, `the token endpoint of ${provider.name}`),
    provider.apiBase && el('h3', {}, 'Base URL of the API'),
    provider.apiBase && copyLine(provider.apiBase, `the base URL of the API of ${provider.name}`),
    el('h3', {}, 'Try it from a terminal'),
    copyLine(`curl -d grant_type=client_credentials ${provider.tokenEndpoint}`, 'the curl command'),
    el('details', {},
      el('summary', {}, 'Environment variables and more'),
      environment && el('div', { class: 'copy-line' }, el('pre', {}, plain(environment)),
        copyLine(environment, 'the environment variables').lastChild),
      el('dl', { class: 'facts' }, more.flatMap(([name, uri]) => [el('dt', {}, name), el('dd', {}, el('code', {}, plain(uri)))]))),
  ].filter(Boolean);
}

function choose(id, focus) {
  chosen = id;
  for (const tab of byId('tabs').children) {
    const on = tab.dataset.id === id;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on) {
      byId('provider').setAttribute('aria-labelledby', tab.id);
      byId('provider').replaceChildren(...panel(providers.find((p) => p.id === id)));
      if (focus) {
        tab.focus();
      }
    }
  }
}

/** Shows the providers and keeps the selected one. */
export function showProviders(now) {
  if (JSON.stringify(now) === JSON.stringify(providers)) {
    return;
  }
  providers = now;
  byId('tabs').replaceChildren(...providers.map((p) => el('button', {
    type: 'button', role: 'tab', id: `tab-${p.id}`, 'data-id': p.id, 'aria-controls': 'provider', onclick: () => choose(p.id),
  }, plain(p.name))));
  const names = providers.map((p) => plain(p.name));
  byId('names').textContent = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0] ?? 'a provider';
  if (providers.length > 0) {
    choose(providers.some((p) => p.id === chosen) ? chosen : providers[0].id, false);
  }
}

byId('tabs').addEventListener('keydown', (event) => {
  const at = providers.findIndex((p) => p.id === chosen);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: providers.length - 1 }[event.key];
  if (to !== undefined && providers.length > 0) {
    event.preventDefault();
    choose(providers[(to + providers.length) % providers.length].id, true);
  }
});
