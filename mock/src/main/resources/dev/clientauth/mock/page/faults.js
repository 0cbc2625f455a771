// Injects faults and sets the provider's clock.

import { byId, count, el, fillProviders, plain, say } from './dom.js';
import { api, reason } from './api.js';
import { FAULT_NAMES } from './report.js';
import { duration } from './time.js';

/** The faults that an application must handle; those that are timed use the seconds of the form. */
const FAULTS = [
  { kind: 'too-many-requests', says: 'with Retry-After', timed: true },
  { kind: 'unavailable', says: 'with Retry-After', timed: true },
  { kind: 'server-error', says: 'an error page' },
  { kind: 'slow', says: 'responds late', timed: true },
  { kind: 'reset', says: 'closed without a response' },
  { kind: 'response-lost', says: 'carried out, but no response' },
  { kind: 'key-not-synced', says: 'registered keys are unknown, until cleared', lasts: true },
  { kind: 'key-replaced', says: 'signatures do not verify, until cleared', lasts: true },
  { kind: 'invalid_client', says: 'a correct request is refused' },
  { kind: 'rotate-keys', says: 'for Apple’s identity tokens, at once', at: 'sign-in-with-apple', atOnce: true },
];

const CLOCKS = [['10 min behind', -600], ['correct', 0], ['10 min ahead', 600]];

let providers = [];
let drawn = '';

const number = (id) => Math.max(1, Math.floor(Number(byId(id).value) || 1));

async function doing(work, done) {
  byId('fault-error').textContent = '';
  try {
    await work();
    say(done);
  } catch (error) {
    byId('fault-error').textContent = plain(reason(error));
  }
}

function inject(fault) {
  const body = { kind: fault.kind };
  const at = fault.at ?? byId('fault-provider').value;
  if (at) {
    body.provider = at;
  }
  if (fault.timed) {
    body.seconds = number('fault-seconds');
  }
  if (!fault.lasts && !fault.atOnce) {
    body.times = number('fault-times');
  }
  doing(() => api.addFault(body), fault.atOnce ? `${FAULT_NAMES[fault.kind]}.` : `${FAULT_NAMES[fault.kind]} is pending.`);
}

function describe(fault) {
  const where = fault.provider ? `at ${providers.find((p) => p.id === fault.provider)?.name ?? fault.provider}` : 'at any provider';
  const when = fault.until ? `until ${new Date(fault.until).toLocaleTimeString('en-GB')}`
    : fault.times ? (fault.times === 1 ? 'for the next request' : `for the next ${count(fault.times, 'request')}`) : 'until cleared';
  return `${FAULT_NAMES[fault.kind] ?? fault.kind} ${where}, ${when}${fault.seconds ? `, ${count(fault.seconds, 'second')}` : ''}`;
}

function waiting(faults) {
  if (faults.length === 0) {
    return [el('p', { class: 'soft' }, 'None. The mock responds to the next request as the provider would.')];
  }
  return [
    el('ul', { class: 'plain-list' }, faults.map((fault) => el('li', { class: 'client' },
      el('p', {}, plain(describe(fault))),
      el('button', {
        type: 'button', class: 'plain small', 'aria-label': `Clear ${plain(describe(fault))}`,
        onclick: () => doing(() => api.removeFault(fault.id), 'Cleared.'),
      }, 'Clear')))),
    el('button', { type: 'button', class: 'plain', onclick: () => doing(api.clearFaults, 'All faults were cleared.') }, 'Clear all faults'),
  ];
}

/** Shows the pending faults, here and above the list of requests. */
export function showFaults(faults, offset, now) {
  providers = now;
  fillProviders(byId('fault-provider'), providers);
  const next = JSON.stringify([faults, offset, providers.map((p) => p.name)]);
  if (next === drawn) {
    return;
  }
  drawn = next;
  byId('waiting').replaceChildren(...waiting(faults));
  const notes = faults.map(describe);
  if (offset !== 0) {
    notes.push(`the provider’s clock is ${duration(offset)} ${offset > 0 ? 'ahead' : 'behind'}`);
  }
  byId('pending').hidden = notes.length === 0;
  byId('pending').replaceChildren(el('strong', {}, 'In effect: '), plain(notes.join('; ')), '. ',
    el('a', { href: '#faults-title' }, 'Change'));
  for (const button of byId('clocks').children) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.offset) === offset));
  }
}

byId('faults').append(...FAULTS.map((fault) => el('li', {},
  el('button', { type: 'button', class: 'fault', 'data-kind': fault.kind, onclick: () => inject(fault) },
    el('strong', {}, FAULT_NAMES[fault.kind]), el('span', { class: 'soft' }, fault.says)))));
byId('clocks').append(...CLOCKS.map(([name, offset]) => el('button', {
  type: 'button', class: 'plain', 'data-offset': String(offset), 'aria-pressed': 'false',
  onclick: () => doing(() => api.setClock(offset), `The provider’s clock is ${name} now.`),
}, name)));
