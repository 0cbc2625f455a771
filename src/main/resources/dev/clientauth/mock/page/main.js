// Puts the page together: the state of the mock, the attempts as they arrive, the theme.

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
let mock; // which one; each has another name
let round;
let rest;
let begun = false;

/** How often a page that nobody sees asks what is new, in milliseconds. */
const RARELY = 5000;

function live(state, words) {
  byId('live').dataset.state = state;
  byId('live').textContent = words;
}

function show(state) {
  if (mock !== undefined && state.mock !== mock) {
    // Another one has taken the place of the mock that was here.
    forget(0);
    start();
    return;
  }
  mock = state.mock;
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

function hear() {
  stop();
  stop = listen({
    after: lastSeq,
    received: arrive,
    state: show,
    open: () => live('on', 'Live'),
    lost: () => live('lost', 'Connection lost, trying again'),
  });
}

/**
 * A page that nobody sees asks now and then instead of listening: a browser has six connections to a server for all its
 * pages, and six that listen would leave none for anything else.
 */
async function ask() {
  const mine = round;
  try {
    const [state, { received }] = await Promise.all([api.state(), api.received(lastSeq())]);
    if (mine === round) {
      show(state);
    }
    if (mine === round) {
      received.forEach(arrive);
      live('rest', 'Resting');
    }
  } catch (error) {
    live('lost', plain(reason(error)));
  }
  if (mine === round) {
    rest = setTimeout(ask, RARELY);
  }
}

/** Goes on as long as the page is seen, or as long as it is not. */
function attend() {
  round = {};
  clearTimeout(rest);
  if (document.hidden) {
    stop();
    rest = setTimeout(ask, RARELY);
  } else {
    hear();
  }
}

/** Begins with what the mock has. */
async function start() {
  stop();
  clearTimeout(rest);
  begun = false;
  mock = undefined;
  const mine = round = {};
  try {
    const [state, earlier] = [await api.state(), await api.received(0)];
    if (mine === round) {
      show(state);
      begin(earlier);
      begun = true;
      attend();
    }
  } catch (error) {
    live('lost', plain(reason(error)));
    rest = setTimeout(start, 2000);
  }
}

document.addEventListener('visibilitychange', () => begun && attend());
start();
