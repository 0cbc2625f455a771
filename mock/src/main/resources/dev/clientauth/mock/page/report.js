// The report of one request: the verdict, the broken rules, then the rest.

import { beginClient } from './clients.js';
import { count, el, link, plain, value } from './dom.js';
import { duration, timeOfDay, timeWindow } from './time.js';

const VERDICTS = {
  broken: ['✕', 'Rules broken'],
  disputed: ['!', 'Disputed rules'],
  advice: ['!', 'Advice'],
  unknown: ['?', 'Not checked'],
  clean: ['✓', 'All rules satisfied'],
};

/** Returns a verdict as a sign and a word, never as a color alone. */
export function badge(verdict) {
  const [sign, word] = VERDICTS[verdict] ?? VERDICTS.unknown;
  return el('span', { class: `badge ${VERDICTS[verdict] ? verdict : 'unknown'}` },
    el('span', { 'aria-hidden': 'true' }, sign), ` ${word}`);
}

const pair = (term, ...content) => [el('dt', {}, term), el('dd', {}, ...content)];

const source = (s) => s && el('p', { class: 'source' }, 'Source: ', link(s.uri, s.title),
  s.read && `, read ${plain(s.read)}`, s.basis && ` (${plain(String(s.basis).toLowerCase())})`);

function brokenRule(finding) {
  return el('li', { class: `rule ${finding.level === 'SHOULD' || finding.verdict === 'disputed' ? 'advice' : 'broken'}` },
    el('h5', {}, value(finding.field, 'span'), ' ', el('span', { class: 'soft' }, plain(finding.id))),
    el('p', {}, plain(finding.statement)),
    el('dl', { class: 'facts' },
      pair('Observed', value(finding.observed)),
      pair('Expected', value(finding.expected)),
      pair('How to fix it', el('strong', {}, plain(finding.remedy))),
      finding.why && pair('Disputed', plain(finding.why))),
    source(finding.source));
}

const restRule = (finding) => el('li', {},
  el('p', {}, plain(finding.statement)),
  finding.why && el('p', { class: 'soft' }, 'Because ', value(finding.why, 'span'), '.'),
  el('p', { class: 'soft small-text' }, plain(finding.id)));

/** Returns what is missing, with the rules that could not be checked because of it. */
function openRules(findings) {
  const waiting = new Map();
  findings.forEach((f) => waiting.set(f.missing ?? '', [...(waiting.get(f.missing ?? '') ?? []), f]));
  return [...waiting].map(([missing, rules]) => missing
    ? el('li', {}, el('details', {}, el('summary', {}, value(missing, 'span'), ` is not known, so ${count(rules.length, 'rule')} could not be checked`),
      el('ul', { class: 'rules' }, rules.map(restRule))))
    : rules.map(restRule)).flat();
}

const causeOf = (cause) => el('li', { class: 'rule cause' },
  el('p', {}, el('strong', {}, plain(cause.statement))),
  el('dl', { class: 'facts' },
    pair('How to check', plain(cause.confirm)),
    pair('How to fix it', plain(cause.remedy), cause.takesSeconds > 0 && ` It may take ${duration(cause.takesSeconds)}.`)),
  source(cause.source));

/** Returns a section with a heading, or a collapsed one. */
function part(title, items, { folded = false, intro, list = 'ul' } = {}) {
  if (items.length === 0) {
    return null;
  }
  const content = [intro && el('p', { class: 'soft' }, intro), el(list, { class: 'rules' }, items)];
  return folded
    ? el('details', {}, el('summary', {}, title), content)
    : el('section', {}, el('h4', {}, title), content);
}

/** The maximum number of rows that the mock sends; the next row says how many more there are. */
const SHOWN = 100;

function sentTable(title, rows, of, broken) {
  return rows?.length > 0 && el('table', { class: 'sent' },
    el('caption', {}, title),
    el('tbody', {}, rows.map((row, i) => {
      if (i === SHOWN) {
        return el('tr', {}, el('td', { colspan: '2', class: 'soft' }, `… ${plain(row.value)}`));
      }
      const level = broken.get(`${of} ${row.name}`.toLowerCase());
      return el('tr', { class: level && (level === 'MUST' ? 'wrong' : 'advised') },
        el('th', { scope: 'row' }, value(row.name)),
        el('td', {}, value(row.value), row.inQuery && el('span', { class: 'soft' }, ' in the URL'),
          level && el('span', { class: 'flag' }, level === 'MUST' ? ' ✕ broken' : ' ! advice')));
    })));
}

function whatWasSent(request, findings) {
  // The MUSTs come last, so that a field with both counts as broken.
  const broken = new Map(findings.filter((f) => f.verdict === 'broken').reverse().map((f) => [String(f.field).toLowerCase(), f.level]));
  return el('details', { open: true },
    el('summary', {}, 'What was sent'),
    el('p', { class: 'soft' }, 'The mock omits tokens, codes and keys.'),
    (request.method || request.endpoint) && el('p', { class: 'request-line' },
      value(`${request.method ?? ''} ${request.endpoint ?? ''}`.trim())),
    sentTable('HTTP headers', request.headers, 'http header', broken),
    sentTable('Parameters', request.parameters, 'parameter', broken),
    sentTable('JWT header', request.header, 'header', broken),
    sentTable('Claims', request.claims, 'claim', broken));
}

/** The names of the injected faults. */
export const FAULT_NAMES = {
  'too-many-requests': '429 Too Many Requests',
  unavailable: '503 Service Unavailable',
  'server-error': '500 Internal Server Error',
  slow: 'Slow response',
  reset: 'Connection reset',
  'response-lost': 'Response lost',
  'key-not-synced': 'Key not synced yet',
  'key-replaced': 'Another key registered',
  invalid_client: 'invalid_client',
  'rotate-keys': 'Keys rotated',
};

/** Returns the response in words. */
export function responded(request) {
  if (request.pasted) {
    return request.status ? `responded ${request.status}` : 'pasted';
  }
  return request.status ? `responded ${request.status}${request.error ? ` ${request.error}` : ''}` : 'no response';
}

const unregistered = (request) => el('p', { class: 'note' },
  el('span', {}, 'As at the provider, only registered clients receive a token.'),
  el('button', { type: 'button', class: 'plain small', onclick: () => beginClient(request) }, 'Register it'));

/** Returns the summary, which begins with the reason if the mock knows it. */
const title = (report) => el('h3', { id: 'report-title', tabindex: '-1' }, value(report.summary, 'span'));

function head(request, report, isUnregistered) {
  return [
    el('p', { class: 'over' }, badge(report.verdict), ' ', value(report.profile?.name, 'span'),
      el('span', { class: 'soft' }, ` · ${plain(responded(request))} · ${timeOfDay(request.at)}`)),
    title(report),
    request.clientId && el('p', { class: 'soft' }, 'Client ', value(request.clientId)),
    isUnregistered && unregistered(request),
    report.subject && el('p', { class: 'soft' }, value(report.subject, 'span')),
    (report.notes ?? []).length > 0
      && el('ul', { class: 'note', 'aria-label': 'How it was read' }, report.notes.map((note) => el('li', {}, value(note, 'span')))),
  ];
}

/** Returns the whole report of one request. */
export function reportOf(request, isUnregistered) {
  const report = request.report;
  const by = (verdict, level) => (report.findings ?? []).filter(
    (f) => f.verdict === verdict && (level === undefined || f.level === level));
  const must = by('broken', 'MUST');
  const should = by('broken', 'SHOULD');
  const disputed = by('disputed');
  const unknown = by('unknown');
  const satisfied = by('satisfied');
  const rest = by('not-applicable');
  const causes = report.causes ?? [];
  const folded = must.length > 0;
  return [
    ...head(request, report, isUnregistered),
    part(`Broken rules (${must.length})`, must.map(brokenRule), { list: 'ol' }),
    part(`Advice (${should.length})`, should.map(brokenRule),
      { intro: 'The provider is not known to refuse requests for these, but its documentation recommends them.' }),
    part(`Disputed rules (${disputed.length})`, disputed.map(brokenRule),
      { folded: report.verdict !== 'disputed', intro: 'Some servers accept such a request, others may refuse it.' }),
    report.time && el('section', {}, el('h4', {}, 'The time window'),
      timeWindow(report.time, report.request?.claims?.some((claim) => claim.name === 'exp'))),
    part(`Could not be checked (${unknown.length})`, openRules(unknown), { folded }),
    request.status !== 200 && part(`Possible causes outside the request (${causes.length})`, causes.map(causeOf),
      { folded: folded || Boolean(request.reason), intro: 'Only the provider can check these.' }),
    report.request && whatWasSent(report.request, report.findings ?? []),
    part(`${count(satisfied.length, 'rule')} satisfied`, satisfied.map(restRule), { folded: true }),
    part(`${count(rest.length, 'rule')} not applicable`, rest.map(restRule), { folded: true }),
  ].filter(Boolean);
}

/** Returns the report while no request is selected. */
export const nothingSelected = () => [
  el('h3', { id: 'report-title', tabindex: '-1' }, 'No request selected'),
  el('p', { class: 'soft' }, 'Select one in the list to see what is wrong with it, what was expected, and how to fix it.'),
];
