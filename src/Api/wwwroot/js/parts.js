// What the pages of one client share: its heading and the ways between its pages.
import { get, path } from './api.js';
import { h, mark } from './dom.js';

const TABS = [
  ['overview', 'Overview', id => `clients/${id}`],
  ['series', 'Series', id => `clients/${id}/series`],
  ['batches', 'Batches', id => `clients/${id}/batches`],
  ['recipes', 'Recipes', id => `clients/${id}/recipes`],
  ['shortages', 'Shortages', id => `clients/${id}/shortages`],
  ['data', 'Load data', id => `clients/${id}/data`],
  ['configuration', 'Configuration', id => `clients/${id}/configuration`],
  ['schedules', 'Schedules', id => `clients/${id}/schedules`],
  ['results', 'Results', id => `clients/${id}/results`],
  ['audit', 'Changes', id => `clients/${id}/audit`],
];

export const clientMarks = client => h('span', { class: 'marks' }, mark(client.status),
  mark(client.is_confirmed ? 'confirmed' : 'not confirmed'),
  client.enabled.feature_engineering && mark('features', ''), client.enabled.bom_explosion && mark('recipes', ''));

/** The top of each page of a client. */
export async function clientHead(id, tab, signal) {
  const client = await get(path`/clients/${id}`, { signal });
  const name = encodeURIComponent(id);
  const links = TABS.map(([key, words, to]) => h('a', { href: `#${to(name)}`, 'aria-current': key === tab ? 'page' : null }, words));
  const tabs = h('nav', { class: 'tabs', 'aria-label': `Pages of ${client.name}` }, links);
  requestAnimationFrame(() => {
    const here = tabs.querySelector('[aria-current]');
    if (here) tabs.scrollLeft = here.offsetLeft - tabs.clientWidth / 2 + here.clientWidth / 2;
  });
  return { client, head: [h('div', { class: 'top' }, h('div', null, h('div', { class: 'crumbs' }, h('a', { href: '#clients' }, 'Clients'), ` / ${id}`),
    h('h1', null, client.name)), clientMarks(client)), tabs] };
}

const RANK = { reader: 1, operator: 2, admin: 3 };
export const may = (me, role) => RANK[me.role] >= RANK[role];
