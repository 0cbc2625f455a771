// Puts the page together: the state of the sandbox, the attempts as they arrive, the theme.

import { api, listen, reason } from './api.js';
import { arrive, begin, forget, know, lastSeq } from './attempts.js';
import { showClients } from './clients.js';
import { showProviders } from './connect.js';
import { byId, fillProviders, plain } from './dom.js';
import { showFaults } from './faults.js';
import { showPasteProviders } from './paste.js';

let ahead; // milliseconds between the provider's clock and this machine's
let offset = 0;
let stop = () => {};

function live(state, words) {
  byId('live').dataset.state = state;
  byId('live').textContent = words;
}

function show(state) {
  if (state.lastSeq < lastSeq()) {
    // Another sandbox has taken the place of the one that was here.
    stop();
    forget(0);
    start();
    return;
  }
  ahead = Date.parse(state.now) - Date.now();
  offset = state.clockOffsetSeconds ?? 0;
  know(state);
  showProviders(state.providers);
  showPasteProviders(state.providers);
  fillProviders(byId('filter'), state.providers);
  showClients(state.clients ?? [], state.providers);
  showFaults(state.faults ?? [], offset, state.providers);
  tick();
}

function tick() {
  if (ahead !== undefined) {
    const time = new Date(Date.now() + ahead).toISOString().slice(11, 19);
    byId('clock').textContent = `${time} UTC${offset === 0 ? '' : offset > 0 ? ', ahead' : ', behind'}`;
  }
}

const THEMES = ['system', 'light', 'dark'];

function theme(next) {
  const root = document.documentElement;
  if (next === 'system') {
    delete root.dataset.theme;
    localStorage.removeItem('theme');
  } else {
    root.dataset.theme = next;
    localStorage.setItem('theme', next);
  }
  byId('theme').textContent = `Theme: ${next}`;
}

theme(document.documentElement.dataset.theme ?? 'system');
byId('theme').addEventListener('click', () => {
  const now = document.documentElement.dataset.theme ?? 'system';
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
setInterval(tick, 1000);

async function start() {
  try {
    show(await api.state());
    begin(await api.attempts(0));
  } catch (error) {
    live('lost', plain(reason(error)));
    setTimeout(start, 2000);
    return;
  }
  stop = listen({
    after: lastSeq,
    attempt: arrive,
    state: show,
    open: () => live('on', 'Live'),
    lost: () => live('lost', 'Connection lost, trying again'),
  });
}

start();
