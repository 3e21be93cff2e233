// A client: how it stands, its configuration with its history, schedules, results, who changed what.
import { all, get, getTagged, path, send } from '../api.js';
import { action, card, empty, facts, h, mark, moment, say, table, time, whole } from '../dom.js';
import { clientHead, clientMarks, may } from '../parts.js';
import { progress, queueButtons } from './batches.js';

const pretty = value => JSON.stringify(value, null, 2);

async function confirmation(client, me, reload) {
  if (client.is_confirmed) return null;
  if (client.revision === 0) {
    return h('div', { class: 'notice' }, h('strong', null, 'Nothing is configured yet'), h('p', null, 'Say what is computed, then confirm it:'),
      h('pre', null, `echo '{"windows":[7,28]}' | secretmagic configs set ${client.id} ma -`));
  }
  return h('section', { class: 'notice warn' }, h('strong', null, `Revision ${client.revision} is not confirmed`),
    h('p', null, 'Until somebody stands for it, nothing of this client is processed. Look at the configuration first.'),
    h('div', { class: 'buttons' }, h('a', { class: 'button', href: `#clients/${encodeURIComponent(client.id)}/configuration` }, 'Look at it'),
      may(me, 'admin') && action(`Confirm revision ${client.revision}`, async () => {
        await send('POST', path`/clients/${client.id}/confirmation`, { body: { revision: client.revision } });
        say('Confirmed.');
        reload();
      }, 'main')));
}

async function overview(client, { me, signal, reload }) {
  const id = client.id;
  const [{ items: batches }, sources] = await Promise.all([
    get(path`/clients/${id}/batches` + '?limit=5', { signal }), get(path`/clients/${id}/sources`, { signal }),
  ]);
  return [await confirmation(client, me, reload), h('div', { class: 'grid' },
    card('Client', facts([['State', clientMarks(client)], ['Revision', client.revision],
      ['Confirmed', client.is_confirmed ? h('span', null, `by ${client.confirmed_by}, `, time(client.confirmed_at)) : 'not yet'],
      ['Data lies in', client.tenant_mode.replaceAll('_', ' ')], ['Contact', [client.contacts.email, client.contacts.phone].filter(Boolean).join(', ')],
      ['Since', moment(client.created_at)]])),
    card('Last batches', batches.length > 0 ? table([
      { name: 'Batch', show: batch => h('a', { href: `#batches/${encodeURIComponent(batch.id)}` }, batch.work === 'bom' ? 'Recipes' : 'Features') },
      { name: 'Status', show: batch => mark(batch.status) }, { name: 'Progress', show: progress },
    ], batches, { open: batch => `batches/${encodeURIComponent(batch.id)}`, caption: 'Last batches' })
      : empty('No batch yet', client.is_confirmed ? 'Start one:' : 'First confirm the configuration.', queueButtons(client, me)))),
  card('Sources', sources.length > 0 ? table([{ name: 'Work', show: source => source.work },
    { name: 'From', show: source => facts(Object.entries(source.options)) },
    { name: 'Chosen', show: source => h('span', null, `by ${source.updated_by}, `, time(source.updated_at)) }], sources, { caption: 'Sources' })
    : empty('No source yet', 'Say which files the work is computed from, or name them with each batch.',
      `secretmagic clients source ${id} features --input sales.csv \\\n  --features configs/features.yaml`))];
}

function differences(diff) {
  if (diff.differences.length === 0) return h('p', { class: 'quiet' }, 'Nothing differs.');
  return h('ul', { class: 'diff' }, diff.differences.map(one => [one.before !== null && h('li', { class: 'minus' }, `− ${one.path}: ${one.before}`),
    one.after !== null && h('li', { class: 'plus' }, `+ ${one.path}: ${one.after}`)]));
}

async function versions(client, config, { me, reload }) {
  const name = path`/clients/${client.id}/configs/${config.type}`;
  const found = await get(`${name}/versions`);
  const shown = h('div');
  const compare = version => async () => {
    const diff = await get(`${name}/diff?from=${version - 1}&to=${version}`);
    shown.replaceChildren(h('h3', null, `Version ${version - 1} to ${version}`), differences(diff));
  };
  const restore = version => async () => {
    const { tag } = await getTagged(name);
    await send('POST', `${name}/restore`, { body: { version }, headers: { 'If-Match': tag } });
    say(`Version ${version} is the newest one again. It needs a confirmation.`);
    reload();
  };
  return [table([
    { name: 'Version', show: one => [`${one.version} `, one.is_active && mark('in force', 'good')] },
    { name: 'Configuration', show: one => h('code', null, JSON.stringify(one.config)) },
    { name: 'Set', show: one => h('span', null, `by ${one.created_by}, `, time(one.created_at)) },
    { name: '', show: one => h('div', { class: 'buttons' }, one.version > 1 && action('What changed', compare(one.version)),
      !one.is_active && may(me, 'admin') && action('Return to it', restore(one.version))) },
  ], [...found].sort((one, other) => other.version - one.version), { caption: `Versions of ${config.type}` }), shown];
}

async function configuration(client, context) {
  const now = await get(path`/clients/${client.id}/configs`, { signal: context.signal });
  const cards = now.items.map(config => {
    const more = h('div');
    const button = action('History', async () => { more.replaceChildren(...await versions(client, config, context)); button.remove(); });
    return h('section', { class: 'card' }, h('div', { class: 'head' }, h('h2', null, config.type === 'bom' ? 'Recipes (bom)' : config.type),
      h('span', { class: 'quiet small' }, `version ${config.version}, by ${config.created_by}`), button), h('pre', null, pretty(config.config)), more);
  });
  const good = () => h('div', { class: 'notice good' }, h('strong', null, `Revision ${now.revision} is confirmed`),
    h('p', null, `${now.confirmed_by} stands for it.`));
  return [await confirmation(client, context.me, context.reload) ?? good(), cards.length > 0 ? cards : card(null, empty('Nothing is configured',
    'Say what is computed:', `echo '{"windows":[7,28]}' | secretmagic configs set ${client.id} ma -`))];
}

async function schedules(client, { signal, me, reload }) {
  const own = await get(path`/clients/${client.id}/schedules`, { signal });
  const work = h('select', { name: 'work' }, h('option', { value: 'features' }, 'features'), h('option', { value: 'bom' }, 'recipes (bom)'));
  const when = h('input', { name: 'when', value: 'daily 02:30', required: true, spellcheck: 'false' });
  const change = (kind, method, body) => async () => {
    await send(method, path`/clients/${client.id}/schedules/${kind()}`, body ? { body: body() } : {});
    say(method === 'PUT' ? 'Scheduled.' : 'Not scheduled any more.');
    reload();
  };
  return [card('Own schedules', own.length > 0 ? table([
    { name: 'Work', show: one => one.work }, { name: 'When, UTC', show: one => one.schedule }, { name: 'Next due', show: one => moment(one.next_due) },
    { name: 'Set', show: one => h('span', null, `by ${one.updated_by}, `, time(one.updated_at)) },
    { name: '', show: one => may(me, 'operator') && action('Remove', change(() => one.work, 'DELETE')) },
  ], own, { caption: 'Schedules' }) : empty('No schedule of its own', 'The defaults of the installation hold.',
    `secretmagic schedules set ${client.id} features "daily 02:30"`)),
  may(me, 'operator') && card('Set one', h('div', { class: 'fields' }, h('label', null, h('span', null, 'Work'), work),
    h('label', { class: 'wide' }, h('span', null, 'When, UTC: every 15m, daily 02:30, weekly mon 02:30'), when),
    action('Set', change(() => work.value, 'PUT', () => ({ schedule: when.value })), 'main')))].filter(Boolean);
}

async function results(client, { signal }) {
  const found = await get(path`/clients/${client.id}/results`, { signal });
  return card('Results that readers get', found.length > 0 ? table([
    { name: 'Kind', show: one => one.kind }, { name: 'Set', show: one => one.set }, { name: 'Rows', right: true, show: one => whole(one.rows) },
    { name: 'Made by', show: one => h('a', { href: `#batches/${encodeURIComponent(one.batch)}` }, one.batch) },
    { name: 'Hash', show: one => h('code', { title: one.hash }, one.hash.slice(0, 12)) },
  ], found, { caption: 'Results' }) : empty('No result yet', 'A batch that is done registers one.', `secretmagic batches queue ${client.id} features`));
}

async function audit(client, { signal }) {
  const changes = await all(path`/audit` + `?client=${encodeURIComponent(client.id)}`, 200, { signal });
  return card('Who changed what', table([
    { name: 'When, UTC', tight: true, show: one => moment(one.at) }, { name: 'Who', show: one => one.who },
    { name: 'What', show: one => one.what.replaceAll(/[._]/g, ' ') },
    { name: 'Of', show: one => one.entity },
    { name: 'From and to', show: one => h('details', null, h('summary', null, 'show'), one.before && h('pre', null, `was ${pretty(one.before)}`),
      h('pre', null, pretty(one.after))) },
  ], changes, { caption: 'Changes' }));
}

const PAGES = { overview, configuration, schedules, results, audit };

export default async function client(context) {
  const [id, tab = 'overview'] = context.parts;
  const { client: found, head } = await clientHead(id, tab, context.signal);
  return [...head, await PAGES[tab](found, context)].flat(2).filter(Boolean);
}
