// The list of token requests and API calls: newest first, bounded, and with few announcements to screen readers.

import { byId, count, el, plain, say, value } from './dom.js';
import { callLines, callReport, failed } from './calls.js';
import { FAULT_NAMES, nothingSelected, reportOf } from './report.js';
import { api, reason } from './api.js';
import { timeOfDay } from './time.js';

/** The maximum of each kind, so that many calls do not displace requests. */
const MAX = 500;
const TITLE = document.title;

const list = byId('list');
const report = byId('report');
let requests = []; // calls among them, newest first
let held = []; // arrived while paused, oldest first
let paused = false;
let arrived = []; // not yet drawn, oldest first
let drawing;
let unannounced = []; // drawn, but not yet announced
let silence;
let selected;
let unseen = 0;
let pastedCount = 0;
let last = 0;
let names = new Map();
let registered = new Set();

const nameOf = (request) => names.get(request.provider) ?? request.provider ?? 'unknown provider';
const refusedBy = (request) => request.call ? failed(request) : request.pasted ? request.verdict === 'broken' : !(request.status >= 200 && request.status < 300);
const keyOf = (request) => request.pasted ? `pasted-${request.seq}` : String(request.seq);
const shown = (request) =>
  (!byId('filter').value || request.provider === byId('filter').value) && (!byId('refused').checked || refusedBy(request))
  && (!byId('kind').value || byId('kind').value === (request.call ? 'calls' : 'requests'));
/** Returns the latest of each kind. */
const lastOf = (all) => [all.filter((a) => !a.call), all.filter((a) => a.call)].flatMap((kind) => kind.slice(-MAX))
  .sort((a, b) => a.seq - b.seq);

/** Returns the number of the latest request or call. */
export const lastSeq = () => last;

/** Updates the names of the providers and the registered clients. */
export function know({ providers, clients, firstSeq, firstCallSeq }) {
  names = new Map(providers.map((p) => [p.id, p.name]));
  registered = new Set((clients ?? []).map((c) => `${c.provider} ${c.clientId}`));
  // Requests that another page has cleared are removed here too.
  const known = (request) => request.pasted || request.seq >= (request.call ? firstCallSeq : firstSeq);
  held = held.filter(known);
  arrived = arrived.filter(known);
  if (!requests.every(known)) {
    requests.filter((request) => !known(request)).forEach((request) => byId(`request-${keyOf(request)}`).remove());
    requests = requests.filter(known);
    if (!byId(`request-${selected}`)) {
      selected = undefined;
    }
    frame();
  }
}

/** Whether it was refused because the client is not registered: a provider does not say that, but the mock does. */
const isUnregistered = (request) => !request.pasted && !request.call && refusedBy(request) && !request.fault && Boolean(request.clientId)
  && !/not shown/.test(request.clientId) && !registered.has(`${request.provider} ${request.clientId}`);

/** Returns the outcome in one word. */
const outcome = (request) => request.pasted ? 'Pasted'
  : !refusedBy(request) ? 'Accepted' : request.status === 0 ? 'No response' : request.status >= 500 ? 'Failed' : 'Refused';

/** Returns what distinguishes this request: nearly all are a POST to the token endpoint. */
function details(request) {
  const place = request.path?.split('/').filter(Boolean).at(-1);
  return [request.method !== 'POST' && request.method, place !== 'token' && place && `/${place}`, request.error]
    .filter(Boolean).map(plain).join(' · ');
}

function row(request) {
  const refused = refusedBy(request);
  const sign = request.pasted ? '✎' : refused ? '✕' : '✓';
  return el('li', {
    role: 'option', id: `request-${keyOf(request)}`, 'data-key': keyOf(request), 'aria-selected': 'false',
    class: `item ${request.call ? `call${refused ? ' failed' : ''}` : request.pasted ? 'pasted' : refused ? 'refused' : 'accepted'}`,
  },
  request.call ? callLines(request, nameOf(request)) : requestLines(request, sign));
}

const requestLines = (request, sign) => [
  el('span', { class: 'line top' },
    el('span', { class: 'state' }, el('span', { 'aria-hidden': 'true' }, `${sign} `), outcome(request),
      request.status ? ` ${request.status}` : ''),
    el('span', { class: 'who' }, plain(nameOf(request))),
    el('time', { datetime: request.at }, timeOfDay(request.at))),
  el('span', { class: 'line' }, request.clientId ? value(request.clientId, 'span') : el('span', { class: 'soft' }, 'no client ID'),
    el('span', { class: 'soft' }, details(request))),
  el('span', { class: 'why' }, request.fault && el('em', {}, `Injected: ${FAULT_NAMES[request.fault] ?? plain(request.fault)}. `),
    plain(request.summary)),
];

function frame() {
  const visible = list.querySelectorAll('[role=option]:not([hidden])').length;
  byId('count').textContent = requests.length === 0 ? '' : visible === requests.length ? `${visible}` : `${visible} of ${requests.length}`;
  const none = byId('none');
  none.hidden = visible > 0;
  list.hidden = visible === 0;
  none.replaceChildren(requests.length > 0
    ? el('p', {}, 'No request matches the filter.')
    : el('div', {},
      el('p', {}, el('strong', {}, 'No requests yet.')),
      el('p', { class: 'soft' }, 'Point your application at a token endpoint above, or run the curl command there in a terminal.'
        + ' It appears here at once, with every rule of the provider checked.'
        + ' Calls to the provider’s API with the token are listed too.')));
  byId('split').className = requests.length > 0 ? 'split' : '';
  report.hidden = requests.length === 0;
  const received = requests.filter((request) => !request.pasted && !request.call);
  const calls = requests.filter((request) => request.call).length;
  byId('tally').textContent = (received.length === 0 ? 'No requests'
    : `${count(received.length, 'request')}, ${received.filter(refusedBy).length} refused`) + (calls > 0 ? `; ${count(calls, 'API call')}` : '');
  byId('pause').textContent = paused ? `Resume${held.length > 0 ? ` (${held.length} waiting)` : ''}` : 'Pause';
  document.title = unseen > 0 ? `(${unseen}) ${count(unseen, 'refusal')} · ${TITLE}` : TITLE;
  if (selected === undefined) {
    report.replaceChildren(...nothingSelected());
  }
}

function filter() {
  requests.forEach((request) => { byId(`request-${keyOf(request)}`).hidden = !shown(request); });
  frame();
}

/** Adds these at the top, and removes the oldest beyond 500 of each kind. */
function draw(batch) {
  const rows = document.createDocumentFragment();
  for (const request of lastOf(batch)) {
    requests.unshift(request);
    const item = row(request);
    item.hidden = !shown(request);
    rows.prepend(item);
  }
  list.prepend(rows);
  const old = [requests.filter((a) => !a.call), requests.filter((a) => a.call)].flatMap((kind) => kind.slice(MAX));
  if (old.length > 0) {
    requests = requests.filter((request) => !old.includes(request));
    old.forEach((request) => byId(`request-${keyOf(request)}`).remove());
  }
  frame();
  const newest = requests.find(shown);
  if (selected === undefined && newest) {
    select(keyOf(newest), { quiet: true, named: false });
  }
}

/** Draws all requests that arrived since the last time. */
function flush() {
  drawing = undefined;
  const batch = arrived;
  arrived = [];
  draw(batch);
  unannounced = [...unannounced, ...batch].slice(-MAX);
  if (!silence) {
    announce();
  }
}

/** Announces all that arrived since the last announcement in one sentence, at most every three seconds. */
function announce() {
  silence = undefined;
  if (unannounced.length === 0) {
    return;
  }
  const newest = unannounced.at(-1);
  const kind = unannounced.every((request) => request.call) ? 'API calls' : unannounced.some((request) => request.call) ? 'requests' : 'token requests';
  say(unannounced.length > 1 ? `${unannounced.length} ${kind}, ${unannounced.filter(refusedBy).length} refused.`
    : newest.call ? `${nameOf(newest)}: API call, response ${newest.status}. ${newest.reason ?? ''}`
      : `${nameOf(newest)}: ${refusedBy(newest) ? 'refused' : 'accepted'}. ${newest.summary}`);
  unannounced = [];
  silence = setTimeout(announce, 3000);
}

/** Adds a request or a call that has arrived. */
export function arrive(request) {
  if (request.seq <= last) {
    return;
  }
  last = request.seq;
  if (!request.call && refusedBy(request) && (document.hidden || !document.hasFocus())) {
    unseen++;
  }
  if (paused) {
    held = lastOf([...held, request]);
    frame();
    return;
  }
  arrived = lastOf([...arrived, request]);
  drawing ??= setTimeout(flush, 150);
}

/** Shows the requests that the mock received before the page was opened. */
export function begin({ received: earlier, lastSeq: seq }) {
  last = Math.max(seq ?? 0, ...earlier.map((a) => a.seq), 0);
  const wanted = addressed();
  if (wanted === undefined || wanted === selected) {
    draw(earlier);
    mark(selected);
    return;
  }
  // Set before drawing, so that drawing selects no other; shown after, as a call is known only from the list.
  selected = wanted;
  draw(earlier);
  select(wanted, { quiet: true });
}

/** Returns the key of the request or call that the address names. */
const addressed = () => /^#request-(\d+)$/.exec(location.hash)?.[1];

function follow() {
  const wanted = addressed();
  if (wanted !== undefined && wanted !== selected) {
    select(wanted, { quiet: true });
  }
}

/** Clears the list, after the mock was restarted or its list was cleared. */
export function forget(seq) {
  requests = [];
  held = [];
  arrived = [];
  unannounced = [];
  last = seq;
  selected = undefined;
  history.replaceState(null, '', location.pathname);
  list.replaceChildren();
  list.removeAttribute('aria-activedescendant');
  frame();
}

function mark(key) {
  list.querySelectorAll('[aria-selected=true]').forEach((item) => item.setAttribute('aria-selected', 'false'));
  const item = byId(`request-${key}`);
  if (item) {
    item.setAttribute('aria-selected', 'true');
    list.scrollTop += Math.min(0, item.offsetTop - list.scrollTop)
      + Math.max(0, item.offsetTop + item.offsetHeight - list.scrollTop - list.clientHeight);
    list.setAttribute('aria-activedescendant', item.id);
  }
}

/** Shows the report of a request, scrolls to it unless quiet, and puts it into the address if it was chosen. */
async function select(key, { quiet = false, named = true } = {}) {
  selected = key;
  mark(key);
  const known = requests.find((request) => keyOf(request) === key);
  if (named && !known?.pasted) {
    history.replaceState(null, '', `#request-${key}`);
  }
  try {
    const request = known?.pasted || known?.call ? known : await api.request(key);
    if (selected === key) {
      report.replaceChildren(...request.call ? callReport(request, nameOf(request)) : reportOf(request, isUnregistered(request)));
      report.scrollTop = 0;
    }
  } catch (error) {
    report.replaceChildren(
      el('h3', { id: 'report-title', tabindex: '-1' }, 'This request cannot be shown'), el('p', {}, plain(reason(error))));
  }
  if (!quiet && matchMedia('(max-width: 900px)').matches) {
    report.scrollIntoView({ block: 'start' });
  }
}

const unquoted = (text) => text?.replace(/^"(.*)"$/, '$1');

/** Shows the report of a pasted text, and moves the focus to it. */
export function showPasted(diagnosis) {
  const { format, providerMatch, ...report } = diagnosis;
  const claims = Object.fromEntries((report.request?.claims ?? []).map((c) => [c.name, c.value]));
  const parameters = Object.fromEntries((report.request?.parameters ?? []).map((p) => [p.name, p.value]));
  const request = {
    pasted: true, seq: ++pastedCount, at: new Date().toISOString(), provider: report.profile?.id, method: report.request?.method,
    clientId: unquoted(claims.sub ?? parameters.client_id), status: report.response?.status, error: report.response?.error,
    verdict: report.verdict, summary: report.summary, format, providerMatch, report,
  };
  byId('filter').value = '';
  byId('kind').value = '';
  byId('refused').checked = false;
  draw([request]);
  filter();
  select(keyOf(request), { quiet: true }).then(() => {
    byId('requests').scrollIntoView({ block: 'start' });
    byId('report-title').focus({ preventScroll: true });
  });
}

/** Returns the key of the next visible row in that direction. */
function step(by) {
  const items = [...list.querySelectorAll('[role=option]:not([hidden])')];
  const at = items.findIndex((item) => item.dataset.key === selected);
  const next = by === 'Home' ? 0 : by === 'End' ? items.length - 1
    : by === 'ArrowDown' ? Math.min(at + 1, items.length - 1) : Math.max(at - 1, 0);
  return items[next]?.dataset.key;
}

list.addEventListener('click', (event) => {
  const item = event.target.closest('[role=option]');
  if (item) {
    select(item.dataset.key);
  }
});
list.addEventListener('keydown', (event) => {
  if (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) {
    event.preventDefault();
    const key = step(event.key);
    if (key !== undefined) {
      select(key, { quiet: true });
    }
  } else if (event.key === 'Enter' && selected !== undefined) {
    event.preventDefault();
    byId('report-title').focus();
  }
});
byId('filter').addEventListener('change', filter);
byId('kind').addEventListener('change', filter);
byId('refused').addEventListener('change', filter);
byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  if (!paused) {
    draw(held);
    held = [];
    frame();
  }
});
byId('empty').addEventListener('click', async () => {
  try {
    await api.clearRequests();
    forget(last);
  } catch (error) {
    say(reason(error));
  }
});

function seen() {
  unseen = 0;
  frame();
}
addEventListener('hashchange', follow);
addEventListener('focus', seen);
document.addEventListener('visibilitychange', () => document.hidden || seen());
frame();
