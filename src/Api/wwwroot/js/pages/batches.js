// The batches of a client as they go on; what runs is followed.
import { all, follow, path, post } from '../api.js';
import { action, card, duration, empty, h, mark, meter, say, table, time, whole } from '../dom.js';
import { clientHead, may } from '../parts.js';

export const isOver = batch => ['done', 'failed', 'cancelled'].includes(batch.status);
export const took = batch => batch.started_at && batch.finished_at ? duration((Date.parse(batch.finished_at) - Date.parse(batch.started_at)) / 1000) : '';

export function progress(batch) {
  if (batch.status === 'queued') return h('span', { class: 'quiet' }, 'waits for a worker');
  const { done, total, unit } = batch.progress;
  const isDone = batch.status === 'done';
  return h('div', null, meter(isDone ? 1 : done, isDone ? 1 : total, batch.status === 'failed' ? 'bad' : isDone ? 'good' : ''),
    h('div', { class: 'quiet small number' }, total > 0 ? `${whole(done)} of ${whole(total)} ${unit}` : isDone ? 'done' : 'begins'));
}

/** Queues a batch of what the client's source names. */
export const queueBatch = (id, work) => async () => {
  const answer = await post(path`/clients/${id}/batches`, { work });
  location.hash = `batches/${encodeURIComponent(answer.entity.replace(/^batch:/, ''))}`;
  say('Queued.');
};

export function queueButtons(client, me) {
  if (!may(me, 'operator') || !client.is_confirmed) return null;
  return h('div', { class: 'buttons' }, client.enabled.feature_engineering && action('Compute features', queueBatch(client.id, 'features'), 'main'),
    client.enabled.bom_explosion && action('Explode recipes', queueBatch(client.id, 'bom'), 'main'));
}

export default async function batches({ parts: [id], signal, me }) {
  const { client, head } = await clientHead(id, 'batches', signal);
  const found = await all(path`/clients/${id}/batches`, 200, { signal });
  const section = h('section', { class: 'card' });
  const rows = new Map(found.map(batch => [batch.id, batch]));
  function draw() {
    const list = table([
      { name: 'Batch', show: batch => [h('a', { href: `#batches/${encodeURIComponent(batch.id)}` }, batch.work === 'bom' ? 'Recipes' : 'Features'),
        h('div', { class: 'quiet small' }, batch.id)] },
      { name: 'Status', show: batch => [mark(batch.status), batch.failed_branches > 0 && [' ', mark(`${whole(batch.failed_branches)} left out`, 'warn')]] },
      { name: 'Progress', show: progress },
      { name: 'Rows', right: true, show: batch => whole(batch.result?.rows) },
      { name: 'Took', right: true, show: took },
      { name: 'Queued', tight: true, show: batch => time(batch.queued_at) },
    ], [...rows.values()], { open: batch => `batches/${encodeURIComponent(batch.id)}`, caption: 'Batches' });
    const at = [...section.querySelectorAll('tbody tr')].indexOf(document.activeElement);
    section.replaceChildren(h('div', { class: 'head' }, h('h2', null, 'Batches'), queueButtons(client, me)), rows.size > 0 ? list
      : empty('No batch yet', client.is_confirmed ? 'Start one here, or:' : 'First confirm the configuration, then:',
        `secretmagic batches queue ${id} features`));
    if (at >= 0) section.querySelectorAll('tbody tr')[at]?.focus();
  }
  draw();
  const live = found.filter(batch => !isOver(batch)).slice(0, 4);
  for (const batch of live) {
    const take = now => { rows.set(now.id, now); draw(); return !isOver(now); };
    follow(path`/batches/${batch.id}/events`, take, signal).catch(failure => say(failure.title));
  }
  return [...head, section];
}
