// Every client that the key may see, with what matters of it at a glance.
import { all, get, path } from '../api.js';
import { card, empty, figure, h, mark, table, time, whole } from '../dom.js';
import { clientMarks } from '../parts.js';

const LOOKED = 50;

/** The last batches of a client; a list of many clients stays quick, so only the first ones are looked at. */
async function withBatches(client, signal) {
  const { items } = await get(path`/clients/${client.id}/batches` + '?limit=20', { signal });
  return { ...client, batches: items };
}

const running = client => (client.batches ?? []).filter(batch => batch.status === 'running' || batch.status === 'queued');

function lastResult(client) {
  const done = (client.batches ?? []).find(batch => batch.status === 'done');
  const last = client.batches?.[0];
  if (last?.status === 'failed') return [mark('failed'), ' ', time(last.finished_at)];
  return done ? h('span', null, `${done.work}, ${whole(done.result?.rows)} rows, `, time(done.finished_at)) : h('span', { class: 'quiet' }, 'none yet');
}

export default async function clients({ signal, me }) {
  const found = await all('/clients', 1000, { signal });
  const seen = await Promise.all(found.map((client, at) => at < LOOKED ? withBatches(client, signal) : client));
  const top = h('div', { class: 'top' }, h('div', null, h('h1', null, 'Clients'), h('p', { class: 'quiet' }, 'Whose data is prepared, and how it stands.')));
  if (seen.length === 0) {
    return [top, card(null, empty('No client yet', me.role === 'admin' ? 'Register the first one, or look at a whole one:' : 'An admin registers clients.',
      'secretmagic clients add acme --name Bakery\nsecretmagic serve --demo'))];
  }

  const busy = seen.reduce((sum, client) => sum + running(client).length, 0);
  const unconfirmed = seen.filter(client => !client.is_confirmed && client.status === 'active').length;
  return [top,
    h('div', { class: 'figures' }, figure(whole(seen.length), seen.length === 1 ? 'client' : 'clients'),
      figure(whole(unconfirmed), 'wait for a confirmation'), figure(whole(busy), 'batches running or queued')),
    card(null, table([
      { name: 'Client', show: client => [h('a', { href: `#clients/${encodeURIComponent(client.id)}` }, h('strong', null, client.name)),
        h('div', { class: 'quiet small' }, client.id)] },
      { name: 'State', show: clientMarks },
      { name: 'Last result', show: lastResult },
      { name: 'Batches', show: client => {
        const count = running(client).length;
        return count > 0 ? mark(`${count} under way`, 'live') : h('span', { class: 'quiet' }, 'idle');
      } },
    ], seen, { open: client => `clients/${encodeURIComponent(client.id)}`, caption: 'Clients' }))];
}
