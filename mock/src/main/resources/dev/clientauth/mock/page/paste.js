// The form for a pasted request.

import { byId, el, fillProviders, plain } from './dom.js';
import { api, reason } from './api.js';
import { EXAMPLES } from './examples.js';
import { showPasted } from './requests.js';

export const showPasteProviders = (providers) => fillProviders(byId('paste-provider'), providers);

function complain(why) {
  byId('text-error').textContent = plain(why);
  byId('text').setAttribute('aria-invalid', 'true');
  byId('text').focus();
}

/** Returns why no request was found in a text. */
function unreadable({ findings = [] }) {
  const why = findings.find((f) => f.verdict === 'broken' && String(f.id).endsWith('.http.readable'))?.observed;
  return why ? `${why[0].toUpperCase()}${why.slice(1)}.` : 'No request was found in the text.';
}

async function explain() {
  const text = byId('text').value;
  const provider = byId('paste-provider').value;
  byId('text-error').textContent = '';
  byId('text').removeAttribute('aria-invalid');
  if (!text.trim()) {
    complain('Paste a request first, or choose one of the examples.');
    return;
  }
  try {
    const diagnosis = await api.diagnose(provider ? { text, provider } : { text });
    if (diagnosis.format === 'UNREADABLE') {
      complain(`${unreadable(diagnosis)} Paste a JWT, an HTTP request, a curl command, a HAR file or a form body.`);
    } else {
      showPasted(diagnosis);
    }
  } catch (error) {
    complain(reason(error));
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
