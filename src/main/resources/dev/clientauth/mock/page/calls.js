// A call to an API: a quiet row, and what is said of it. No rule is judged; there is one reason, where it was refused.

import { el, plain, value } from './dom.js';
import { timeOfDay } from './time.js';

/** How much of a path fits into a row; its end tells more than its beginning. */
const SHORT = 44;

const short = (path) => path.length > SHORT ? `…${path.slice(-SHORT).replace(/^[^/]*(?=\/.)/, '')}` : path;

export const failed = (call) => call.status >= 400;

/** What a row has in its lines. */
export const callLines = (call, name) => [
  el('span', { class: 'line top' },
    el('span', { class: 'state' }, el('span', { 'aria-hidden': 'true' }, '⇄ '), `API call ${call.status}`),
    el('span', { class: 'who' }, plain(name)),
    el('time', { datetime: call.at }, timeOfDay(call.at))),
  el('span', { class: 'line' }, value(`${call.method} ${short(call.path)}`, 'span')),
  call.reason && el('span', { class: 'why' }, plain(call.reason)),
];

/** All that is known of a call. */
export const callReport = (call, name) => [
  el('p', { class: 'over' }, el('span', { class: `badge ${failed(call) ? 'advice' : 'undecided'}` },
    el('span', { 'aria-hidden': 'true' }, '⇄'), ' API call'), ' ', plain(name),
  el('span', { class: 'soft' }, ` · answered ${call.status} · ${timeOfDay(call.at)}`)),
  el('h3', { id: 'report-title', tabindex: '-1' },
    plain(call.reason ?? (failed(call) ? `It was answered ${call.status}.` : 'The call was answered.'))),
  el('dl', { class: 'facts' },
    call.remedy && [el('dt', {}, 'How to fix it'), el('dd', {}, el('strong', {}, plain(call.remedy)))],
    el('dt', {}, 'Request'), el('dd', {}, value(`${call.method} ${call.path}`)),
    call.clientId && [el('dt', {}, 'Token of'), el('dd', {}, value(call.clientId))]),
  el('p', { class: 'soft' }, 'The mock keeps neither the token nor the query of a call. Rules are judged for token requests only.'),
];
