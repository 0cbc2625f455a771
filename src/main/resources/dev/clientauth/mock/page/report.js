// What is said of one attempt: the verdict, the broken rules first, then all that is left.

import { beginClient } from './clients.js';
import { count, el, link, plain, value } from './dom.js';
import { duration, timeOfDay, timeWindow } from './time.js';

const VERDICTS = {
  broken: ['✕', 'Rules broken'],
  advice: ['!', 'Advice'],
  undecided: ['?', 'Not checked'],
  clean: ['✓', 'All rules satisfied'],
};

/** A verdict as a sign and a word, never as a colour alone. */
export function badge(verdict) {
  const [sign, word] = VERDICTS[verdict] ?? VERDICTS.undecided;
  return el('span', { class: `badge ${VERDICTS[verdict] ? verdict : 'undecided'}` },
    el('span', { 'aria-hidden': 'true' }, sign), ` ${word}`);
}

const pair = (term, ...content) => [el('dt', {}, term), el('dd', {}, ...content)];

const source = (s) => s && el('p', { class: 'source' }, 'Source: ', link(s.uri, s.title),
  s.read && `, read ${plain(s.read)}`, s.basis && ` (${plain(String(s.basis).toLowerCase())})`);

function brokenRule(finding) {
  return el('li', { class: `rule ${finding.level === 'SHOULD' ? 'advice' : 'broken'}` },
    el('h5', {}, value(finding.field, 'span'), ' ', el('span', { class: 'soft' }, plain(finding.id))),
    el('p', {}, plain(finding.statement)),
    el('dl', { class: 'facts' },
      pair('Observed', value(finding.observed)),
      pair('Expected', value(finding.expected)),
      pair('How to fix it', el('strong', {}, plain(finding.remedy)))),
    source(finding.source));
}

const restRule = (finding) => el('li', {},
  el('p', {}, plain(finding.statement)),
  finding.why && el('p', { class: 'soft' }, 'Because ', value(finding.why, 'span'), '.'),
  el('p', { class: 'soft small-text' }, plain(finding.id)));

/** What is missing, and which rules wait for it. */
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

/** A section with a heading, or folded away. */
function part(title, items, { folded = false, intro, list = 'ul' } = {}) {
  if (items.length === 0) {
    return null;
  }
  const content = [intro && el('p', { class: 'soft' }, intro), el(list, { class: 'rules' }, items)];
  return folded
    ? el('details', {}, el('summary', {}, title), content)
    : el('section', {}, el('h4', {}, title), content);
}

/** How many of a list the mock tells; in the next row it says how many more there are. */
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

function whatWasSent(attempt, findings) {
  // The MUSTs come last, so that a field with both counts as broken.
  const broken = new Map(findings.filter((f) => f.verdict === 'broken').reverse().map((f) => [String(f.field).toLowerCase(), f.level]));
  return el('details', { open: true },
    el('summary', {}, 'What was sent'),
    el('p', { class: 'soft' }, 'The mock leaves out tokens, codes and keys.'),
    (attempt.method || attempt.endpoint) && el('p', { class: 'request-line' },
      value(`${attempt.method ?? ''} ${attempt.endpoint ?? ''}`.trim())),
    sentTable('HTTP headers', attempt.headers, 'http header', broken),
    sentTable('Parameters', attempt.parameters, 'parameter', broken),
    sentTable('JWT header', attempt.header, 'header', broken),
    sentTable('Claims', attempt.claims, 'claim', broken));
}

/** What an injected fault is called. */
export const FAULT_NAMES = {
  'too-many-requests': '429 Too Many Requests',
  unavailable: '503 Service Unavailable',
  'server-error': '500 Internal Server Error',
  slow: 'Slow response',
  reset: 'Connection reset',
  'response-lost': 'Response lost',
  'key-not-synced': 'Key not synced yet',
  'key-replaced': 'Another key registered',
  'rotate-keys': 'Keys rotated',
};

/** How an attempt was answered, in words. */
export function answered(attempt) {
  if (attempt.pasted) {
    return attempt.status ? `responded ${attempt.status}` : 'pasted';
  }
  return attempt.status ? `responded ${attempt.status}${attempt.error ? ` ${attempt.error}` : ''}` : 'no response';
}

const notOnFile = (attempt) => el('p', { class: 'note' },
  el('span', {}, 'As at the provider, only registered clients get a token.'),
  el('button', { type: 'button', class: 'plain small', onclick: () => beginClient(attempt) }, 'Register it'));

/** The summary, which begins with the reason where the mock knows it. */
const title = (report) => el('h3', { id: 'report-title', tabindex: '-1' }, value(report.summary, 'span'));

function head(attempt, report, stranger) {
  return [
    el('p', { class: 'over' }, badge(report.verdict), ' ', value(report.profile?.name, 'span'),
      el('span', { class: 'soft' }, ` · ${plain(answered(attempt))} · ${timeOfDay(attempt.at)}`)),
    title(report),
    attempt.clientId && el('p', { class: 'soft' }, 'Client ', value(attempt.clientId)),
    stranger && notOnFile(attempt),
    ...(attempt.likeness?.reasons ?? []).length > 0
      ? [el('p', { class: 'soft' }, `Taken for ${plain(report.profile?.name)} (${plain(attempt.likeness.reasons.join('; '))})`)]
      : [],
    (report.notes ?? []).length > 0
      && el('ul', { class: 'note', 'aria-label': 'How it was read' }, report.notes.map((note) => el('li', {}, value(note, 'span')))),
  ];
}

/** The whole report of one attempt. */
export function reportOf(attempt, stranger) {
  const report = attempt.report;
  const by = (verdict, level) => (report.findings ?? []).filter(
    (f) => f.verdict === verdict && (level === undefined || f.level === level));
  const must = by('broken', 'MUST');
  const should = by('broken', 'SHOULD');
  const undecided = by('undecided');
  const holds = by('holds');
  const rest = by('not-applicable');
  const causes = report.causes ?? [];
  const folded = must.length > 0;
  return [
    ...head(attempt, report, stranger),
    part(`Broken rules (${must.length})`, must.map(brokenRule), { list: 'ol' }),
    part(`Advice (${should.length})`, should.map(brokenRule),
      { intro: 'The provider is not known to refuse requests for these, but its documentation asks for them.' }),
    report.time && el('section', {}, el('h4', {}, 'The time window'),
      timeWindow(report.time, report.attempt?.claims?.some((claim) => claim.name === 'exp'))),
    part(`Could not be checked (${undecided.length})`, openRules(undecided), { folded }),
    attempt.status !== 200 && part(`What only the provider can know (${causes.length})`, causes.map(causeOf),
      { folded: folded || Boolean(attempt.reason), intro: 'Possible causes outside the request.' }),
    report.attempt && whatWasSent(report.attempt, report.findings ?? []),
    part(`${count(holds.length, 'rule')} that hold${holds.length === 1 ? 's' : ''}`, holds.map(restRule), { folded: true }),
    part(`${count(rest.length, 'rule')} with nothing to judge`, rest.map(restRule), { folded: true }),
  ].filter(Boolean);
}

/** What stands there while no attempt is selected. */
export const nothingSelected = () => [
  el('h3', { id: 'report-title', tabindex: '-1' }, 'Choose a request'),
  el('p', { class: 'soft' }, 'Select one in the list to see what was wrong with it, what was expected, and what to do.'),
];
