// A call to an API: its row and its report. No rules are checked; if it was refused, there is one reason.

import { el, plain, value } from './dom.js';
import { timeOfDay } from './time.js';

/** How much of a path fits into a row; its end is more useful than its beginning. */
const SHORT = 44;

const short = (path) => path.length > SHORT ? `…${path.slice(-SHORT).replace(/^[^/]*(?=\/.)/, '')}` : path;

export const failed = (call) => call.status >= 400;

/** Returns the lines of a row. */
export const callLines = (call, name) => [
  el('span', { class: 'line top' },
    el('span', { class: 'state' }, el('span', { 'aria-hidden': 'true' }, '⇄ '), `API call ${call.status}`),
    el('span', { class: 'who' }, plain(name)),
    el('time', { datetime: call.at }, timeOfDay(call.at))),
  el('span', { class: 'line' }, value(`${call.method} ${short(call.path)}`, 'span')),
  call.reason && el('span', { class: 'why' }, plain(call.reason)),
];

/** Returns the report of a call. */
export const callReport = (call, name) => [
  el('p', { class: 'over' }, el('span', { class: `badge ${failed(call) ? 'advice' : 'unknown'}` },
    el('span', { 'aria-hidden': 'true' }, '⇄'), ' API call'), ' ', plain(name),
  el('span', { class: 'soft' }, ` · responded ${call.status} · ${timeOfDay(call.at)}`)),
  el('h3', { id: 'report-title', tabindex: '-1' },
    plain(call.reason ?? (failed(call) ? `The response was ${call.status}.` : 'The call succeeded.'))),
  el('dl', { class: 'facts' },
    call.remedy && [el('dt', {}, 'How to fix it'), el('dd', {}, el('strong', {}, plain(call.remedy)))],
    el('dt', {}, 'Request'), el('dd', {}, value(`${call.method} ${call.path}`)),
    call.clientId && [el('dt', {}, 'Token issued to'), el('dd', {}, value(call.clientId))]),
  el('p', { class: 'soft' }, 'The mock does not keep the token or the query of a call. Rules are checked for token requests only.'),
];
