// A series with its features over time, and for each value that is missing why.
import { all, follow, get, path } from '../api.js';
import { Chart } from '../chart.js';
import { action, card, empty, facts, h, mark, number, problem, table } from '../dom.js';
import { clientHead } from '../parts.js';
import { kindOf, PRESENCE, REASONS, ROW_REASONS } from '../presence.js';

const FIRST = ['target', 'ma_7', 'ma_28'];
const MOST = 1000;
let chosen = null;

function search(id, series, now) {
  const to = one => `#clients/${encodeURIComponent(id)}/series/${encodeURIComponent(one)}`;
  const list = h('ul', { class: 'list' });
  const count = h('p', { class: 'quiet small', 'aria-live': 'polite' });
  function draw(text) {
    const found = series.filter(one => one.toLowerCase().includes(text.toLowerCase()));
    list.replaceChildren(...found.slice(0, 200).map(one => h('li', null, h('a', { href: to(one), 'aria-current': one === now ? 'true' : null }, one))));
    count.textContent = `${found.length}${series.length >= MOST ? ' of the first ' + MOST : ''} series`;
  }
  const input = h('input', { type: 'search', name: 'search', placeholder: 'part of an id', oninput: () => draw(input.value) });
  draw('');
  requestAnimationFrame(() => {
    const here = list.querySelector('[aria-current]');
    if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
  });
  return card(null, h('label', null, h('span', null, 'Search a series'), input), count, list);
}

const shownValue = value => typeof value === 'number' ? number(value) : value;

function inWords(reason) {
  const [title, more] = REASONS[reason] ?? [reason, ''];
  return h('div', null, h('strong', null, title), h('div', { class: 'quiet small' }, more));
}

/** A day: what it is, and of each feature the value or why there is none. */
export function why(history, kinds, row, target) {
  const { timestamp, values, reasons } = history.rows[row];
  const kind = kinds[row];
  const missing = Object.entries(reasons).filter(([name]) => name !== target);
  return card(`${timestamp.slice(0, 10)}: ${PRESENCE[kind][1].toLowerCase()}`, h('p', null, ROW_REASONS[kind]),
    missing.length > 0 && [h('h3', null, 'Why is it missing?'), facts(missing.map(([name, reason]) => [h('code', null, name), inWords(reason)]))],
    missing.length === 0 && h('p', { class: 'quiet' }, 'Every feature has a value on this day.'),
    h('details', null, h('summary', null, 'All values of the day'), facts(history.columns.map((name, at) =>
      [h('code', null, name), values[at] === null ? h('span', { class: 'quiet' }, `none: ${reasons[name] ?? 'no row'}`) : shownValue(values[at])]))));
}

async function explained(id, one, signal) {
  const history = await get(path`/clients/${id}/series/${one}/history`, { signal });
  const target = history.columns.includes('target') ? 'target' : history.columns[0];
  const place = history.columns.indexOf(target);
  const presence = history.columns.indexOf('presence');
  const kinds = history.rows.map(row => kindOf(row, row.values[place], presence >= 0 ? row.values[presence] : null));
  const numeric = history.columns.filter((name, at) => history.rows.some(row => typeof row.values[at] === 'number'));
  const shown = new Set((chosen ?? FIRST).filter(name => numeric.includes(name)));
  if (shown.size === 0) shown.add(target);

  const answer = h('div', { 'aria-live': 'polite' });
  const chart = new Chart(history, kinds, row => answer.replaceChildren(why(history, kinds, row, target)));
  const redraw = () => { chosen = [...shown]; chart.show(numeric.filter(name => shown.has(name))); };
  const chips = numeric.map(name => {
    const chip = h('button', { class: 'chip', type: 'button', 'aria-pressed': String(shown.has(name)) }, name);
    chip.addEventListener('click', () => {
      if (!shown.delete(name)) shown.add(name);
      if (shown.size === 0) shown.add(name);
      chip.setAttribute('aria-pressed', String(shown.has(name)));
      redraw();
    });
    return chip;
  });
  const kindsThere = Object.entries(PRESENCE).filter(([kind]) => kinds.includes(kind));
  const gap = kinds.findLastIndex(kind => kind === 'gap');
  requestAnimationFrame(() => { if (!signal.aborted) redraw(); });
  addEventListener('resize', () => chart.resize(), { signal });
  addEventListener('themed', () => chart.draw(), { signal });
  return [h('section', { class: 'card' }, h('div', { class: 'head' }, h('h2', null, one),
    h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: () => chart.zoomAll() }, 'Whole span'),
      gap >= 0 && action('Why is the last gap missing?', () => answer.replaceChildren(why(history, kinds, gap, target))))),
  h('div', { class: 'chips', role: 'group', 'aria-label': 'Features that are shown' }, chips), chart.element,
  h('ul', { class: 'key' }, kindsThere.map(([, [colour, words]]) => h('li', null, h('i', { class: colour }), words))),
  h('p', { class: 'quiet small' }, 'Drag over the chart to zoom, double click for the whole span, click a day to ask about it.')), answer];
}

function latest(id, one, signal) {
  const shown = h('section', { class: 'card' }, h('h2', null, 'Now'));
  follow(path`/clients/${id}/series/${one}/features/stream`, now => {
    shown.replaceChildren(h('div', { class: 'head' }, h('h2', null, `Now: features of ${now.timestamp.slice(0, 10)}`), mark('live', 'live')), table([
      { name: 'Feature', show: feature => h('code', null, feature.name) },
      { name: 'Value', right: true, show: feature => feature.value === null ? h('span', { class: 'quiet' }, 'none') : shownValue(feature.value) },
      { name: 'Why none', show: feature => feature.reason ? `${REASONS[feature.reason.code]?.[0] ?? feature.reason.code}. ${feature.reason.meaning}` : '' },
    ], now.features, { caption: 'Features now' }));
  }, signal).catch(failure => { if (!signal.aborted) shown.replaceChildren(problem(failure)); });
  return shown;
}

export default async function series({ parts: [id, one], signal }) {
  const { head } = await clientHead(id, 'series', signal);
  let found;
  try {
    found = await all(path`/clients/${id}/series`, MOST, { signal });
  } catch (failure) {
    if (failure.code !== 'plan-missing') throw failure;
    found = [];
  }
  if (found.length === 0) {
    const load = h('a', { class: 'button main', href: `#clients/${encodeURIComponent(id)}/data` }, 'Load rows');
    return [...head, card(null, empty('No series yet', 'Say what is computed for rows as they come, then load rows.',
      [h('pre', null, `secretmagic rows plan ${id} --features configs/features.yaml`), h('p', null, load)]))];
  }
  const now = one ?? found[0];
  const content = await explained(id, now, signal).catch(failure => { if (signal.aborted) throw failure; return [problem(failure)]; });
  return [...head, h('div', { class: 'side' }, search(id, found, now), h('div', null, content, latest(id, now, signal)))];
}
