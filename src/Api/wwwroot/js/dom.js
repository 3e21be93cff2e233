// Elements without markup in texts: what is shown can never become script.
const SVG = 'http://www.w3.org/2000/svg';

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (name === 'checked') element.checked = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, properties, ...children) => filled(document.createElement(tag), properties, children);
export const svg = (tag, properties, ...children) => filled(document.createElementNS(SVG, tag), properties, children);

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fractions = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });
export const whole = value => value === null || value === undefined ? '' : numbers.format(value);
export const number = value => value === null || value === undefined ? '' : Math.abs(value) >= 10000 ? numbers.format(value) : fractions.format(value);

/** A moment in UTC, as everything here is: 2026-01-31 02:30. */
export const moment = value => value ? value.slice(0, 16).replace('T', ' ') : '';
export const time = value => value ? h('time', { datetime: value, title: `${value.slice(0, 19).replace('T', ' ')} UTC` }, ago(value)) : '';

function ago(value) {
  const seconds = (Date.now() - Date.parse(value)) / 1000;
  if (seconds < -60 || seconds > 86400 * 2) return moment(value);
  if (seconds < 5) return 'just now';
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3600)} h ago`;
}

export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}

const KINDS = {
  active: 'good', done: 'good', confirmed: 'good', running: 'live', suspended: 'warn', 'not confirmed': 'warn', failed: 'bad',
};
export const mark = (word, kind = KINDS[word] ?? '') => h('span', { class: `mark ${kind}` }, word);

/** A table. Columns are {name, right, tight, show}; a row with `open` is a way to it, also by the keyboard: Enter, and the arrows to the next. */
export function table(columns, rows, { open, caption } = {}) {
  const body = h('tbody', null, rows.map(row => {
    const go = open?.(row);
    const line = h('tr', go ? { tabindex: 0 } : null, columns.map(column =>
      h('td', { class: [column.right && 'right', column.tight && 'tight'].filter(Boolean).join(' ') || null }, column.show(row))));
    if (go) {
      line.addEventListener('click', event => { if (!event.target.closest('a, button, input')) location.hash = go; });
      line.addEventListener('keydown', event => {
        if (event.target !== line) return;
        if (event.key === 'Enter') location.hash = go;
        const next = event.key === 'ArrowDown' ? line.nextElementSibling : event.key === 'ArrowUp' ? line.previousElementSibling : null;
        if (next) { event.preventDefault(); next.focus(); }
      });
    }
    return line;
  }));
  const heads = columns.map(column => h('th', { scope: 'col', class: column.right ? 'right' : null }, column.name));
  return h('div', { class: 'table' }, h('table', { 'aria-label': caption }, h('thead', null, h('tr', null, heads)), body));
}

export const card = (title, ...children) => h('section', { class: 'card' }, title && h('h2', null, title), children);
export const figure = (value, name) => h('div', { class: 'figure' }, h('b', null, value), h('span', null, name));
export const facts = pairs => h('dl', { class: 'facts' }, pairs.filter(pair => pair[1] !== null && pair[1] !== undefined && pair[1] !== '')
  .map(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
export const meter = (done, total, kind = '') => {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const fill = h('i');
  fill.style.width = `${share * 100}%`;
  return h('div', { class: `meter ${kind}`, role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100),
    'aria-label': 'progress' }, fill);
};

/** Nothing to show yet, and the next step. */
export const empty = (title, why, next) => h('div', { class: 'empty' }, h('h3', null, title), why && h('p', null, why),
  typeof next === 'string' ? h('pre', null, next) : next);

/** A problem: what, in detail, what to do, and what the log knows it by. */
export function problem(failure, again) {
  if (!failure.title) console.error(failure);
  const values = failure.errors ?? [];
  return h('div', { class: 'notice bad', role: 'alert' }, h('strong', null, failure.title ?? 'The page failed'),
    h('p', null, failure.detail ?? String(failure)),
    values.length > 1 && h('ul', null, values.slice(0, 20).map(error => h('li', null, Object.values(error).filter(Boolean).join(': ')))),
    failure.advice && h('p', null, h('b', null, 'What to do: '), failure.advice),
    failure.traceId && h('p', { class: 'trace' }, `trace ${failure.traceId}`),
    again && h('div', { class: 'buttons' }, h('button', { onclick: again }, 'Try again')));
}

/** Says something for a moment, also to who listens instead of looks. */
export function say(words) {
  const said = document.getElementById('said');
  said.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ''; }, 4000);
}

/** A button that does something that takes a while, once at a time; a problem is shown beside it. */
export function action(name, run, kind) {
  const button = h('button', { class: kind, type: 'button' }, name);
  button.addEventListener('click', async () => {
    button.disabled = true;
    button.closest('section, form, main')?.querySelector(':scope > .notice.bad')?.remove();
    try {
      await run(button);
    } catch (failure) {
      (button.closest('section, form') ?? document.getElementById('main')).prepend(problem(failure));
    } finally {
      button.disabled = false;
    }
  });
  return button;
}
