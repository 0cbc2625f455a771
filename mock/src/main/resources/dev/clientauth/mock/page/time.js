// Times in words, and a diagram of an assertion's lifetime.

import { el } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const UNITS = [['year', 31_557_600], ['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** Returns the seconds since 1970 of an instant given as text or in seconds; NaN if there is none. */
export const seconds = (instant) =>
  typeof instant === 'number' ? instant : typeof instant === 'string' ? Date.parse(instant) / 1000 : NaN;

/** Returns a duration in its two largest units, rounded. */
export function duration(total) {
  const whole = Math.abs(total);
  const largest = UNITS.findIndex(([, size]) => whole >= size);
  const [, finest] = UNITS[largest < 0 ? UNITS.length - 1 : Math.min(largest + 1, UNITS.length - 1)];
  let rest = Math.round(whole / finest) * finest;
  const parts = UNITS.flatMap(([unit, size]) => {
    const n = Math.floor(rest / size);
    rest -= n * size;
    return n > 0 ? [`${n} ${unit}${n === 1 ? '' : 's'}`] : [];
  });
  return parts.slice(0, 2).join(' ') || '0 seconds';
}

const fromNow = (t, now) =>
  Math.abs(t - now) < 1 ? 'now' : t > now ? `${duration(t - now)} ahead` : `${duration(now - t)} ago`;

/** Returns an instant in UTC, to the second. */
export function utc(t) {
  const date = new Date(t * 1000);
  return Number.isNaN(date.getTime()) ? 'out of range' : date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

/** Returns the time of day in this browser's zone. */
export const timeOfDay = (instant) => new Date(instant).toLocaleTimeString('en-GB');

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

/** Maps times to a scale that is linear near now and logarithmic further away. */
const bend = (t) => Math.sign(t) * Math.log1p(Math.abs(t) / 60);

const TICKS = [[60, '1 min'], [300, '5 min'], [3600, '1 h'], [86_400, '1 d'], [2_592_000, '30 d'],
  [15_552_000, '180 d'], [315_576_000, '10 y']];

/** Returns the position of an instant, in percent of the diagram's width. */
function scale(points) {
  const low = Math.min(-bend(90), ...points.map(bend));
  const high = Math.max(bend(90), ...points.map(bend));
  const margin = (high - low) * 0.06;
  return (t) => 100 * (bend(t) - low + margin) / (high - low + 2 * margin);
}

function ticks(x) {
  const kept = [];
  for (const [t, label] of TICKS.flatMap(([t, label]) => [[t, `+${label}`], [-t, `−${label}`]]).sort((a, b) => a[0] - b[0])) {
    const at = x(t);
    const free = [x(0), ...kept.map((tick) => tick.at)].every((other) => Math.abs(other - at) > 13);
    if (at > 4 && at < 96 && free) {
      kept.push({ at, label });
    }
  }
  return kept;
}

/** Whether it was issued so long ago that no exp is valid now. */
const closed = ({ earliestExpiry, latestExpiry }, now) => latestExpiry < (earliestExpiry ?? now);

const percent = (n) => `${n.toFixed(2)}%`;

/** Returns a bar of the diagram. */
function lane(y, from, to, className) {
  return svg('rect', { class: className, x: percent(from), y, width: percent(Math.max(to - from, 0.6)), height: 18, rx: 4 });
}

function draw(points, now) {
  const at = Object.fromEntries(Object.entries(points).map(([key, t]) => [key, t - now]));
  const x = scale(Object.values(at).filter(Number.isFinite));
  const has = (key) => Number.isFinite(at[key]);
  const begin = has('nbf') ? x(at.nbf) : has('iat') ? x(at.iat) : x(0);
  const picture = svg('svg', { class: 'time', width: '100%', height: 150, role: 'img', 'aria-labelledby': 'time-title' });
  for (const tick of ticks(x)) {
    picture.append(
      svg('line', { class: 'grid', x1: percent(tick.at), x2: percent(tick.at), y1: 18, y2: 124 }),
      svg('text', { class: 'tick', x: percent(tick.at), y: 144, 'text-anchor': 'middle' }, tick.label));
  }
  if (has('latestExpiry') && !closed(points, now)) {
    const first = has('earliestExpiry') ? x(at.earliestExpiry) : x(0);
    picture.append(
      svg('text', { class: 'label', x: percent(Math.min(first, 60)), y: 34, dx: 6 }, 'allowed exp'),
      lane(40, first, x(at.latestExpiry), 'allowed'));
  }
  if (has('exp')) {
    const [from, to] = [Math.min(begin, x(at.exp)), Math.max(begin, x(at.exp))];
    const fits = !(points.exp > points.latestExpiry || points.exp < (points.earliestExpiry ?? now));
    // Beside the line that marks now, not under it.
    const name = from < x(0) && x(0) < Math.min(to, from + 20) ? x(0) : from;
    picture.append(
      svg('text', { class: 'label', x: percent(Math.min(name, 60)), y: 84, dx: 6 }, 'this assertion'),
      lane(90, from, to, fits ? 'life' : 'life wrong'));
  }
  for (const key of ['iat', 'nbf', 'exp'].filter(has)) {
    // Labels of marks that nearly coincide would overlap.
    const hidden = key === 'nbf' && has('iat') && Math.abs(x(at.nbf) - x(at.iat)) < 6;
    picture.append(svg('line', { class: 'mark', x1: percent(x(at[key])), x2: percent(x(at[key])), y1: 86, y2: 112 }));
    if (!hidden) {
      picture.append(svg('text', { class: 'label strong', x: percent(x(at[key])), y: 125, 'text-anchor': 'middle' }, key));
    }
  }
  picture.append(
    svg('line', { class: 'now', x1: percent(x(0)), x2: percent(x(0)), y1: 18, y2: 112 }),
    svg('text', { class: 'label strong', x: percent(x(0)), y: 13, 'text-anchor': 'middle' }, 'now'));
  return picture;
}

function sentence(points, now, claimed) {
  const { exp, earliestExpiry = now, latestExpiry } = points;
  if (!Number.isFinite(exp)) {
    return claimed ? 'Its exp is not a valid time: it must be in seconds since 1970.'
      : 'The assertion does not say when it expires.';
  }
  if (closed(points, now)) {
    return `${exp <= now ? `It expired ${duration(now - exp)} ago.` : 'It has not expired.'} It was issued too long ago for any exp to be valid now.`;
  }
  if (exp < earliestExpiry) {
    return exp <= now ? `It expired ${duration(now - exp)} ago.` : 'It expires too soon.';
  }
  if (exp > latestExpiry) {
    return `It expires ${duration(exp - latestExpiry)} later than allowed.`;
  }
  return Number.isFinite(latestExpiry) ? 'It expires within the allowed time.' : `It expires in ${duration(exp - now)}.`;
}

/**
 * Returns the diagram of the assertion's times, with the same as a table below.
 *
 * @param claimed whether the assertion has an exp, valid or not
 */
export function timeWindow(time, claimed) {
  const points = Object.fromEntries(
    Object.entries(time).map(([key, t]) => [key, seconds(t)]).filter(([, t]) => Number.isFinite(t)));
  const known = Number.isFinite(points.now);
  const now = known ? points.now : Date.now() / 1000;
  const { now: _, ...drawn } = points;
  const rows = [['now', known ? 'the provider’s clock' : 'this machine’s clock', now], ['iat', 'issued at', points.iat],
    ['nbf', 'not before', points.nbf], ['exp', 'expires', points.exp],
    ['exp from', 'earliest allowed', points.earliestExpiry], ['exp until', 'latest allowed', points.latestExpiry]];
  return el('figure', { class: 'window' },
    el('figcaption', { id: 'time-title' }, sentence(points, now, claimed)),
    draw(drawn, now),
    el('table', { class: 'times' },
      el('caption', { class: 'unseen' }, 'The times of the assertion'),
      el('tbody', {}, rows.filter(([, , t]) => Number.isFinite(t)).map(([name, meaning, t]) =>
        el('tr', {},
          el('th', { scope: 'row' }, el('code', {}, name), el('span', { class: 'soft' }, ` ${meaning}`)),
          el('td', { class: 'mono' }, utc(t)),
          el('td', {}, name === 'now' ? '' : fromNow(t, now)))))));
}
