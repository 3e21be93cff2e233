// What the current result lacks, worst first: when it begins, by how much, how far the stock goes.
import { all, get, path } from '../api.js';
import { card, empty, figure, h, meter, number, table, whole } from '../dom.js';
import { clientHead } from '../parts.js';
import { queueButtons } from './batches.js';

const MOST = 5000;
const SHOWN = 100;

/** One line an item and site: all its short days together. */
export function worst(rows) {
  const items = new Map();
  for (const row of rows) {
    const key = `${row.item}\n${row.site}`;
    const line = items.get(key) ?? { item: row.item, site: row.site, first: row.date, days: 0, gross: 0, short: 0, cover: row.days_of_cover };
    if (row.date < line.first) line.first = row.date;
    line.days += 1;
    line.gross += row.gross;
    line.short += row.short;
    if (row.days_of_cover !== null) line.cover = Math.max(line.cover ?? 0, row.days_of_cover);
    items.set(key, line);
  }
  return [...items.values()].sort((one, other) => other.short - one.short);
}

async function names(id, lines, signal) {
  const found = new Map();
  await Promise.all(lines.map(async line => {
    const { items } = await get(path`/clients/${id}/bom/items` + `?limit=1&prefix=${encodeURIComponent(line.item)}`, { signal }).catch(() => ({ items: [] }));
    if (items[0]?.item === line.item) found.set(line.item, items[0]);
  }));
  return found;
}

export default async function shortages({ parts: [id], signal, me }) {
  const { client, head } = await clientHead(id, 'shortages', signal);
  let rows;
  try {
    rows = await all(path`/clients/${id}/coverage` + '?short_only=true', MOST, { signal });
  } catch (failure) {
    if (failure.code !== 'result-unknown') throw failure;
    return [...head, card(null, empty('No coverage yet', 'Explode the demand through the recipes and compare it with the stock; the result is shown here.',
      queueButtons(client, me) ?? 'secretmagic batches queue ' + id + ' bom'))];
  }
  const lines = worst(rows);
  if (lines.length === 0) return [...head, card(null, empty('Nothing is short', 'The stock covers the demand of the whole span.'))];
  const known = await names(id, lines.slice(0, SHOWN), signal);
  const most = lines[0].short;
  const first = lines.reduce((day, line) => line.first < day ? line.first : day, lines[0].first);
  const to = line => `clients/${encodeURIComponent(id)}/recipes/${encodeURIComponent(line.item)}`;
  return [...head, h('div', { class: 'figures' }, figure(whole(lines.length), 'materials are short'), figure(first, 'the first short day'),
    figure(whole(rows.length), rows.length >= MOST ? 'short days, and more' : 'short days of materials')),
  card('Shortages, worst first', table([
    { name: 'Material', show: line => [h('a', { href: `#${to(line)}` }, known.get(line.item)?.name ?? line.item),
      h('div', { class: 'quiet small' }, line.item, line.site && ` at ${line.site}`)] },
    { name: 'Short', right: true, show: line => h('strong', null, `${number(line.short)} ${known.get(line.item)?.unit ?? ''}`) },
    { name: '', show: line => meter(line.short, most, 'bad') },
    { name: 'Of', right: true, show: line => number(line.gross) },
    { name: 'From', tight: true, show: line => line.first },
    { name: 'Short days', right: true, show: line => whole(line.days) },
    { name: 'Days of cover', right: true, show: line => line.cover === null ? '' : number(line.cover) },
  ], lines.slice(0, SHOWN), { caption: 'Shortages', open: to }),
  lines.length > SHOWN && h('p', { class: 'quiet' }, `The first ${SHOWN} of ${whole(lines.length)}.`))];
}
