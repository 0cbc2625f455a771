// The form for a request that was sent elsewhere.

import { byId, el, fillProviders, plain } from './dom.js';
import { api, reason } from './api.js';
import { EXAMPLES } from './examples.js';
import { showPasted } from './attempts.js';

export const showPasteProviders = (providers) => fillProviders(byId('paste-provider'), providers);

async function explain() {
  const text = byId('text').value;
  const provider = byId('paste-provider').value;
  byId('text-error').textContent = '';
  if (!text.trim()) {
    byId('text-error').textContent = 'Paste something first, or take one of the examples.';
    byId('text').focus();
    return;
  }
  try {
    showPasted(await api.diagnose(provider ? { text, provider } : { text }));
  } catch (error) {
    byId('text-error').textContent = plain(reason(error));
    byId('text').focus();
  }
}

byId('paste').addEventListener('submit', (event) => {
  event.preventDefault();
  explain();
});
byId('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    explain();
  }
});
byId('examples').append(...EXAMPLES.map((example) => el('li', {}, el('button', {
  type: 'button', class: 'plain small',
  onclick: () => {
    byId('text').value = example.text(Math.floor(Date.now() / 1000));
    byId('paste-provider').value = '';
    explain();
  },
}, example.name))));
