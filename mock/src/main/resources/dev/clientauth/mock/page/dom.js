// Builds elements. Received values become text, never markup.

/** Returns an element with properties (`class`, `id`, `aria-…`, `on…`) and children; text children become text nodes. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Characters that are invisible or change the text around them. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const MAX_LENGTH = 600;

/** Returns a text in which invisible characters and direction controls are replaced by their names. */
export function plain(value) {
  return String(value ?? '').replace(INVISIBLE, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** Returns a received value, set apart from the text around it, and cut if it is very long. */
export function value(text, name = 'code') {
  const whole = String(text ?? '');
  const cut = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)} … (${whole.length} characters)` : whole;
  return el(name, { class: 'value', dir: 'ltr' }, plain(cut));
}

/** Returns a link to a source: only to the web, never to a script. */
export function link(uri, title) {
  return /^https?:\/\//i.test(uri)
    ? el('a', { href: uri, rel: 'noreferrer noopener', target: '_blank' }, plain(title), el('span', { class: 'unseen' }, ' (opens in a new tab)'))
    : el('span', {}, plain(title));
}

/** Returns a button that copies a text and announces it. */
export function copyButton(text, what) {
  const button = el('button', { type: 'button', class: 'plain small copy', 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
      say(`Copied ${what}.`);
    } catch {
      button.textContent = 'Select and copy it yourself';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  return button;
}

/** Returns a line of text with a button that copies it. */
export function copyLine(text, what) {
  return el('div', { class: 'copy-line' }, value(text), copyButton(text, what));
}

/** Adds the providers to a select element, after its own options. */
export function fillProviders(select, providers) {
  const chosen = select.value;
  select.querySelectorAll('[data-provider]').forEach((option) => option.remove());
  select.append(...providers.map((p) => el('option', { value: p.id, 'data-provider': true }, plain(p.name))));
  if ([...select.options].some((option) => option.value === chosen)) {
    select.value = chosen;
  }
}

let spoken = 0;

/** Announces something to screen readers. */
export function say(text) {
  // An extra space makes a repeated sentence heard again.
  byId('said').textContent = plain(text) + (spoken++ % 2 ? '\u00a0' : '');
}

/** Returns a number with its noun. */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
