// The list of attempts, and of calls to APIs: newest first, bounded, and quiet for those who listen to it.

import { byId, count, el, plain, say, value } from './dom.js';
import { callLines, callReport, failed } from './calls.js';
import { FAULT_NAMES, nothingSelected, reportOf } from './report.js';
import { api, reason } from './api.js';
import { timeOfDay } from './time.js';

/** Of each kind, so that many calls push no attempt out. */
const MOST = 500;
const TITLE = document.title;

const list = byId('list');
const report = byId('report');
let attempts = []; // calls among them, newest first
let held = []; // arrived while paused, oldest first
let paused = false;
let arrived = []; // not yet drawn, oldest first
let drawing;
let unsaid = []; // drawn, but not yet announced
let silence;
let selected;
let unseen = 0;
let pastedCount = 0;
let last = 0;
let names = new Map();
let registered = new Set();

const nameOf = (attempt) => names.get(attempt.provider) ?? attempt.provider ?? 'unknown provider';
const refusedBy = (attempt) => attempt.call ? failed(attempt) : attempt.pasted ? attempt.verdict === 'broken' : !(attempt.status >= 200 && attempt.status < 300);
const keyOf = (attempt) => attempt.pasted ? `pasted-${attempt.seq}` : String(attempt.seq);
const shown = (attempt) =>
  (!byId('filter').value || attempt.provider === byId('filter').value) && (!byId('refused').checked || refusedBy(attempt))
  && (!byId('kind').value || byId('kind').value === (attempt.call ? 'calls' : 'attempts'));
/** The last of each kind. */
const lastOf = (all) => [all.filter((a) => !a.call), all.filter((a) => a.call)].flatMap((kind) => kind.slice(-MOST))
  .sort((a, b) => a.seq - b.seq);

/** The number of the last attempt or call that arrived. */
export const lastSeq = () => last;

/** Keeps in mind how the providers are called and whom they know. */
export function know({ providers, clients, firstSeq, firstCallSeq }) {
  names = new Map(providers.map((p) => [p.id, p.name]));
  registered = new Set((clients ?? []).map((c) => `${c.provider} ${c.clientId}`));
  // What another page has cleared is gone from here too.
  const known = (attempt) => attempt.pasted || attempt.seq >= (attempt.call ? firstCallSeq : firstSeq);
  held = held.filter(known);
  arrived = arrived.filter(known);
  if (!attempts.every(known)) {
    attempts.filter((attempt) => !known(attempt)).forEach((attempt) => byId(`attempt-${keyOf(attempt)}`).remove());
    attempts = attempts.filter(known);
    if (!byId(`attempt-${selected}`)) {
      selected = undefined;
    }
    frame();
  }
}

/** Whether it was refused for want of a registration: a provider does not say that, but the mock does. */
const isStranger = (attempt) => !attempt.pasted && !attempt.call && refusedBy(attempt) && !attempt.fault && Boolean(attempt.clientId)
  && !/not shown/.test(attempt.clientId) && !registered.has(`${attempt.provider} ${attempt.clientId}`);

/** What became of it, in a word. */
const outcome = (attempt) => attempt.pasted ? 'Pasted'
  : !refusedBy(attempt) ? 'Accepted' : attempt.status === 0 ? 'No response' : attempt.status >= 500 ? 'Failed' : 'Refused';

/** What tells this request from the others: nearly all are a POST to the token endpoint. */
function details(attempt) {
  const place = attempt.path?.split('/').filter(Boolean).at(-1);
  return [attempt.method !== 'POST' && attempt.method, place !== 'token' && place && `/${place}`, attempt.error]
    .filter(Boolean).map(plain).join(' · ');
}

function row(attempt) {
  const refused = refusedBy(attempt);
  const sign = attempt.pasted ? '✎' : refused ? '✕' : '✓';
  return el('li', {
    role: 'option', id: `attempt-${keyOf(attempt)}`, 'data-key': keyOf(attempt), 'aria-selected': 'false',
    class: `item ${attempt.call ? `call${refused ? ' failed' : ''}` : attempt.pasted ? 'pasted' : refused ? 'refused' : 'accepted'}`,
  },
  attempt.call ? callLines(attempt, nameOf(attempt)) : attemptLines(attempt, sign));
}

const attemptLines = (attempt, sign) => [
  el('span', { class: 'line top' },
    el('span', { class: 'state' }, el('span', { 'aria-hidden': 'true' }, `${sign} `), outcome(attempt),
      attempt.status ? ` ${attempt.status}` : ''),
    el('span', { class: 'who' }, plain(nameOf(attempt))),
    el('time', { datetime: attempt.at }, timeOfDay(attempt.at))),
  el('span', { class: 'line' }, attempt.clientId ? value(attempt.clientId, 'span') : el('span', { class: 'soft' }, 'no client ID'),
    el('span', { class: 'soft' }, details(attempt))),
  el('span', { class: 'why' }, attempt.fault && el('em', {}, `Injected: ${FAULT_NAMES[attempt.fault] ?? plain(attempt.fault)}. `),
    plain(attempt.summary)),
];

function frame() {
  const visible = list.querySelectorAll('[role=option]:not([hidden])').length;
  byId('count').textContent = attempts.length === 0 ? '' : visible === attempts.length ? `${visible}` : `${visible} of ${attempts.length}`;
  const none = byId('none');
  none.hidden = visible > 0;
  list.hidden = visible === 0;
  none.replaceChildren(attempts.length > 0
    ? el('p', {}, 'No request matches the filter.')
    : el('div', {},
      el('p', {}, el('strong', {}, 'No requests yet.')),
      el('p', { class: 'soft' }, 'Point your application at a token endpoint above, or copy the curl line there into a terminal.'
        + ' It appears here at once, with every rule of the provider checked and explained.'
        + ' Calls to the provider’s API with the token are listed too.')));
  byId('split').className = attempts.length > 0 ? 'split' : '';
  report.hidden = attempts.length === 0;
  const received = attempts.filter((attempt) => !attempt.pasted && !attempt.call);
  const calls = attempts.filter((attempt) => attempt.call).length;
  byId('tally').textContent = (received.length === 0 ? 'No attempts'
    : `${count(received.length, 'attempt')}, ${received.filter(refusedBy).length} refused`) + (calls > 0 ? `; ${count(calls, 'API call')}` : '');
  byId('pause').textContent = paused ? `Resume${held.length > 0 ? ` (${held.length} waiting)` : ''}` : 'Pause';
  document.title = unseen > 0 ? `(${unseen}) ${count(unseen, 'refusal')} · ${TITLE}` : TITLE;
  if (selected === undefined) {
    report.replaceChildren(...nothingSelected());
  }
}

function filter() {
  attempts.forEach((attempt) => { byId(`attempt-${keyOf(attempt)}`).hidden = !shown(attempt); });
  frame();
}

/** Puts these in front, and lets go of the oldest beyond 500 of a kind. */
function draw(batch) {
  const rows = document.createDocumentFragment();
  for (const attempt of lastOf(batch)) {
    attempts.unshift(attempt);
    const item = row(attempt);
    item.hidden = !shown(attempt);
    rows.prepend(item);
  }
  list.prepend(rows);
  const old = [attempts.filter((a) => !a.call), attempts.filter((a) => a.call)].flatMap((kind) => kind.slice(MOST));
  if (old.length > 0) {
    attempts = attempts.filter((attempt) => !old.includes(attempt));
    old.forEach((attempt) => byId(`attempt-${keyOf(attempt)}`).remove());
  }
  frame();
  const newest = attempts.find(shown);
  if (selected === undefined && newest) {
    select(keyOf(newest), { quiet: true, named: false });
  }
}

/** Many that arrive together are drawn together. */
function flush() {
  drawing = undefined;
  const batch = arrived;
  arrived = [];
  draw(batch);
  unsaid = [...unsaid, ...batch].slice(-MOST);
  if (!silence) {
    announce();
  }
}

/** One sentence for all that has come since the last one, and then a silence of three seconds. */
function announce() {
  silence = undefined;
  if (unsaid.length === 0) {
    return;
  }
  const newest = unsaid.at(-1);
  const kind = unsaid.every((attempt) => attempt.call) ? 'API calls' : unsaid.some((attempt) => attempt.call) ? 'requests' : 'attempts';
  say(unsaid.length > 1 ? `${unsaid.length} ${kind}, ${unsaid.filter(refusedBy).length} refused.`
    : newest.call ? `${nameOf(newest)}: API call answered ${newest.status}. ${newest.reason ?? ''}`
      : `${nameOf(newest)}: ${refusedBy(newest) ? 'refused' : 'accepted'}. ${newest.summary}`);
  unsaid = [];
  silence = setTimeout(announce, 3000);
}

/** An attempt or a call has arrived. */
export function arrive(attempt) {
  if (attempt.seq <= last) {
    return;
  }
  last = attempt.seq;
  if (!attempt.call && refusedBy(attempt) && (document.hidden || !document.hasFocus())) {
    unseen++;
  }
  if (paused) {
    held = lastOf([...held, attempt]);
    frame();
    return;
  }
  arrived = lastOf([...arrived, attempt]);
  drawing ??= setTimeout(flush, 150);
}

/** Shows those that the mock had before the page was opened. */
export function begin({ received: earlier, lastSeq: seq }) {
  last = Math.max(seq ?? 0, ...earlier.map((a) => a.seq), 0);
  const wanted = addressed();
  if (wanted === undefined || wanted === selected) {
    draw(earlier);
    mark(selected);
    return;
  }
  // Before it is drawn, so that drawing chooses no other; shown after, as a call is known only from the list.
  selected = wanted;
  draw(earlier);
  select(wanted, { quiet: true });
}

/** An attempt or call has an address of its own. */
const addressed = () => /^#attempt-(\d+)$/.exec(location.hash)?.[1];

function follow() {
  const wanted = addressed();
  if (wanted !== undefined && wanted !== selected) {
    select(wanted, { quiet: true });
  }
}

/** Forgets what is shown, as when the mock was started anew or its list was emptied. */
export function forget(seq) {
  attempts = [];
  held = [];
  arrived = [];
  unsaid = [];
  last = seq;
  selected = undefined;
  history.replaceState(null, '', location.pathname);
  list.replaceChildren();
  list.removeAttribute('aria-activedescendant');
  frame();
}

function mark(key) {
  list.querySelectorAll('[aria-selected=true]').forEach((item) => item.setAttribute('aria-selected', 'false'));
  const item = byId(`attempt-${key}`);
  if (item) {
    item.setAttribute('aria-selected', 'true');
    list.scrollTop += Math.min(0, item.offsetTop - list.scrollTop)
      + Math.max(0, item.offsetTop + item.offsetHeight - list.scrollTop - list.clientHeight);
    list.setAttribute('aria-activedescendant', item.id);
  }
}

/** Shows the report of an attempt; the reader is led there, and the address tells it, unless nobody chose it. */
async function select(key, { quiet = false, named = true } = {}) {
  selected = key;
  mark(key);
  const known = attempts.find((attempt) => keyOf(attempt) === key);
  if (named && !known?.pasted) {
    history.replaceState(null, '', `#attempt-${key}`);
  }
  try {
    const attempt = known?.pasted || known?.call ? known : await api.attempt(key);
    if (selected === key) {
      report.replaceChildren(...attempt.call ? callReport(attempt, nameOf(attempt)) : reportOf(attempt, isStranger(attempt)));
      report.scrollTop = 0;
    }
  } catch (error) {
    report.replaceChildren(
      el('h3', { id: 'report-title', tabindex: '-1' }, 'This attempt cannot be shown'), el('p', {}, plain(reason(error))));
  }
  if (!quiet && matchMedia('(max-width: 900px)').matches) {
    report.scrollIntoView({ block: 'start' });
  }
}

const unquoted = (text) => text?.replace(/^"(.*)"$/, '$1');

/** Shows the report of a text that was pasted, and leads the reader to it. */
export function showPasted(diagnosis) {
  const { form, likeness, ...report } = diagnosis;
  const claims = Object.fromEntries((report.attempt?.claims ?? []).map((c) => [c.name, c.value]));
  const parameters = Object.fromEntries((report.attempt?.parameters ?? []).map((p) => [p.name, p.value]));
  const attempt = {
    pasted: true, seq: ++pastedCount, at: new Date().toISOString(), provider: report.profile?.id, method: report.attempt?.method,
    clientId: unquoted(claims.sub ?? parameters.client_id), status: report.answer?.status, error: report.answer?.error,
    verdict: report.verdict, summary: report.summary, form, likeness, report,
  };
  byId('filter').value = '';
  byId('kind').value = '';
  byId('refused').checked = false;
  draw([attempt]);
  filter();
  select(keyOf(attempt), { quiet: true }).then(() => {
    byId('attempts').scrollIntoView({ block: 'start' });
    byId('report-title').focus({ preventScroll: true });
  });
}

/** The next that is shown, in that direction. */
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
    await api.forgetAttempts();
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
