// Updates the page: the state of the mock, the requests as they arrive, the theme.

import { api, listen, reason } from './api.js';
import { arrive, begin, forget, know, lastSeq } from './requests.js';
import { showClients } from './clients.js';
import { showProviders } from './connect.js';
import { byId, fillProviders, plain } from './dom.js';
import { showFaults } from './faults.js';
import { showPasteProviders } from './paste.js';

let ahead; // milliseconds between the provider's clock and this machine's
let offset = 0;
let stop = () => {};
let mock; // the name of this mock; another has another name
let round;
let rest;
let begun = false;

/** How often a hidden page polls, in milliseconds. */
const POLL_INTERVAL = 5000;

function live(state, words) {
  byId('live').dataset.state = state;
  byId('live').textContent = words;
}

function show(state) {
  if (mock !== undefined && state.mock !== mock) {
    // The mock was restarted.
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

function connect() {
  stop();
  stop = listen({
    after: lastSeq,
    received: arrive,
    state: show,
    open: () => live('on', 'Live'),
    lost: () => live('lost', 'Connection lost, reconnecting'),
  });
}

/**
 * Polls, which hidden pages do instead of listening: a browser has six connections to a server for all its pages, and six
 * listening pages would leave none for anything else.
 */
async function poll() {
  const mine = round;
  try {
    const [state, { received }] = await Promise.all([api.state(), api.received(lastSeq())]);
    if (mine === round) {
      show(state);
    }
    if (mine === round) {
      received.forEach(arrive);
      live('rest', 'Paused');
    }
  } catch (error) {
    live('lost', plain(reason(error)));
  }
  if (mine === round) {
    rest = setTimeout(poll, POLL_INTERVAL);
  }
}

/** Listens while the page is visible, and polls while it is hidden. */
function follow() {
  round = {};
  clearTimeout(rest);
  if (document.hidden) {
    stop();
    rest = setTimeout(poll, POLL_INTERVAL);
  } else {
    connect();
  }
}

/** Loads the state of the mock and its requests. */
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
      follow();
    }
  } catch (error) {
    live('lost', plain(reason(error)));
    rest = setTimeout(start, 2000);
  }
}

document.addEventListener('visibilitychange', () => begun && follow());
start();
