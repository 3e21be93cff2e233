// A recipe as a drawing, what a quantity of it needs, and where an item goes into.
import { get, path } from '../api.js';
import { action, card, empty, facts, h, mark, number, table, whole } from '../dom.js';
import { graph } from '../graph.js';
import { clientHead } from '../parts.js';

const DRAWN = 150;

function search(id, start, now) {
  const list = h('ul', { class: 'list' });
  const input = h('input', { type: 'search', name: 'search', placeholder: 'part of a name or code', value: '' });
  const to = item => `#clients/${encodeURIComponent(id)}/recipes/${encodeURIComponent(item)}`;
  const current = item => item.item === now ? 'true' : null;
  const draw = items => list.replaceChildren(...items.map(item => h('li', null, h('a', { href: to(item.item), 'aria-current': current(item) },
    item.name ?? item.item, h('div', { class: 'quiet small' }, item.item, ' ', item.is_made && 'made')))));
  let turn = 0;
  input.addEventListener('input', async () => {
    const mine = ++turn;
    const page = await get(path`/clients/${id}/bom/items` + `?limit=100&search=${encodeURIComponent(input.value)}`).catch(() => ({ items: [] }));
    if (mine === turn) draw(page.items);
  });
  draw(start);
  return card(null, h('label', null, h('span', null, 'Find an item'), input), list);
}

async function exploded(id, one, quantity, signal) {
  const tree = await get(path`/clients/${id}/bom/items/${one}/explode` + `?quantity=${quantity}`, { signal });
  const raw = new Map();
  const isMade = new Set(tree.rows.filter(row => row.parent !== null).map(row => row.parent));
  for (const row of tree.rows) {
    if (isMade.has(row.row)) continue;
    const sum = raw.get(row.item) ?? { ...row, quantity: 0 };
    sum.quantity += row.quantity;
    raw.set(row.item, sum);
  }
  const materials = [...raw.values()].filter(row => row.depth > 0).sort((one2, other) => other.quantity - one2.quantity);
  const items = new Set(tree.rows.map(row => row.item)).size;
  return [
    items <= DRAWN ? h('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': 'Recipe' },
      graph(tree.rows, item => `#clients/${encodeURIComponent(id)}/recipes/${encodeURIComponent(item)}`))
      : h('p', { class: 'quiet' }, `The recipe has ${whole(items)} items: too many for a drawing that can be read.`),
    materials, tree,
  ];
}

async function recipe(id, one, signal) {
  const shown = await get(path`/clients/${id}/bom/items/${one}`, { signal });
  const link = item => h('a', { href: `#clients/${encodeURIComponent(id)}/recipes/${encodeURIComponent(item.item)}` }, item.name ?? item.item);
  const { item } = shown;
  const amount = h('input', { type: 'number', name: 'quantity', min: 0, step: 'any', value: '1000', inputmode: 'decimal' });
  const drawing = h('div');
  const needs = h('div');
  async function explode() {
    const [picture, materials, tree] = await exploded(id, one, Number(amount.value) || 0, signal);
    drawing.replaceChildren(picture);
    needs.replaceChildren(materials.length > 0 ? table([
      { name: 'Raw material', show: row => [link(row), h('div', { class: 'quiet small' }, row.item)] },
      { name: 'Needed', right: true, show: row => h('strong', null, `${number(row.quantity)} ${row.unit ?? ''}`) },
    ], materials, { caption: `What ${tree.quantity} needs` }) : h('p', { class: 'quiet' }, 'It has no recipe on this day: it is bought.'));
  }
  await explode();
  const button = action('Explode', explode, 'main');
  amount.addEventListener('keydown', event => { if (event.key === 'Enter') button.click(); });
  const kind = item.is_made ? mark('made', 'live') : mark('bought');
  return [h('section', { class: 'card' }, h('div', { class: 'head' }, h('h2', null, item.name ?? item.item), kind),
    facts([['Code', item.item], ['Unit', item.unit], ['Levels below', whole(shown.levels)], ['Goes into', `${whole(shown.uses)} items`]])),
  shown.made_of.length > 0 && h('section', { class: 'card' }, h('h2', null, 'What a quantity needs'),
    h('div', { class: 'fields' }, h('label', null, h('span', null, `Quantity${item.unit ? `, ${item.unit}` : ''}`), amount), button), h('p'), drawing),
  shown.made_of.length > 0 && card('Raw materials', needs),
  shown.used_in.length > 0 && card('Goes into', table([
    { name: 'Item', show: use => h('a', { href: `#clients/${encodeURIComponent(id)}/recipes/${encodeURIComponent(use.item)}` }, use.item) },
    { name: 'Of this for one', right: true, show: use => number(use.quantity) },
    { name: 'Levels between', right: true, show: use => use.shortest === use.longest ? use.longest : `${use.shortest} to ${use.longest}` },
  ], shown.used_in.slice(0, 50), { caption: 'Where it goes into' }),
  shown.uses > 50 && h('p', { class: 'quiet' }, `The first 50 of ${whole(shown.uses)}.`))].filter(Boolean);
}

/** What sells, where that is an item; else what nothing needs: a dish says most about what recipes are here. */
async function first(id, items, signal) {
  const { items: [sold] } = await get(path`/clients/${id}/series` + '?limit=1', { signal }).catch(() => ({ items: [] }));
  const found = sold && (await get(path`/clients/${id}/bom/items` + `?limit=1&prefix=${encodeURIComponent(sold)}`, { signal })).items[0];
  return found?.item === sold && found ? found : items.find(item => item.is_made && item.longest_level === 0) ?? items.find(item => item.is_made) ?? items[0];
}

export default async function recipes({ parts: [id, one], signal }) {
  const { head } = await clientHead(id, 'recipes', signal);
  let page;
  try {
    page = await get(path`/clients/${id}/bom/items` + '?limit=200', { signal });
  } catch (failure) {
    if (failure.code !== 'no-source') throw failure;
    return [...head, card(null, empty('No recipes yet', 'Name the files with the recipes, the demand and the stock.',
      `secretmagic clients source ${id} bom --bom recipes.csv \\\n  --demand demand.csv --stock stock.csv`))];
  }
  if (page.items.length === 0) return [...head, card(null, empty('No recipes', 'The file of the source has no line.'))];
  const now = one ?? (await first(id, page.items, signal)).item;
  return [...head, h('div', { class: 'side' }, search(id, page.items, now), h('div', null, await recipe(id, now, signal)))];
}
