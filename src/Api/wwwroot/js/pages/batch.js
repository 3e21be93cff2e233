// One batch, live: how far, what it made, why it failed, and what can be done about it.
import { follow, get, path, send } from '../api.js';
import { action, card, facts, h, mark, number, problem, say, table, time, whole } from '../dom.js';
import { may } from '../parts.js';
import { isOver, progress, took } from './batches.js';

const tell = (batch, what) => async () => {
  await send('POST', path`/batches/${batch.id}/${what}`, what === 'cancel' ? { body: { reason: 'cancelled in the browser' } } : {});
  say(what === 'cancel' ? 'It is being stopped.' : 'It is tried again.');
};

function next(batch) {
  if (batch.status !== 'done') return null;
  const client = encodeURIComponent(batch.client);
  return batch.work === 'bom' ? h('a', { class: 'button', href: `#clients/${client}/shortages` }, 'See the shortages')
    : h('a', { class: 'button', href: `#clients/${client}/series` }, 'See the series');
}

export default async function batchPage({ parts: [id], signal, me, reload }) {
  const first = await get(path`/batches/${id}`, { signal });
  const shown = h('div');
  let drawn = null;
  function draw(batch) {
    drawn = batch;
    const buttons = h('div', { class: 'buttons' }, next(batch),
      may(me, 'operator') && !isOver(batch) && action('Cancel', tell(batch, 'cancel')),
      may(me, 'operator') && batch.status === 'failed' && action('Try again', async () => { await tell(batch, 'retry')(); reload(); }, 'main'));
    shown.replaceChildren(
      batch.error && h('div', { class: `notice ${isOver(batch) ? 'bad' : 'warn'}`, role: 'alert' },
        h('strong', null, isOver(batch) ? 'It failed' : 'The last attempt failed'), h('p', null, batch.error),
        batch.status === 'failed' && h('p', null, h('b', null, 'What to do: '), 'mend what it names, then try it again: it goes on where it stopped.')),
      h('section', { class: 'card' }, h('div', { class: 'head' }, h('h2', null, 'Progress'), buttons), progress(batch)),
      card('Facts', facts([
        ['Status', mark(batch.status)], ['Attempt', batch.attempt > 0 ? `${batch.attempt} of at most ${batch.last_attempt}` : 'not started'],
        ['Queued', time(batch.queued_at)], ['Started', time(batch.started_at)], ['Finished', time(batch.finished_at)], ['Took', took(batch)],
        ['Configuration', `revision ${batch.revision}`], ['Rows', batch.result && number(batch.result.rows)],
        ['Result', batch.result && h('code', null, batch.result.place)],
      ])),
      ...(batch.failures?.length > 0 ? [card(`Left out: ${whole(batch.failed_branches)}`, table([
        { name: 'Branch', show: failure => failure.branch }, { name: 'Why', show: failure => failure.reason },
      ], batch.failures, { caption: 'What was left out' }))] : []));
  }
  draw(first);
  if (!isOver(first)) {
    follow(path`/batches/${id}/events`, now => { draw(now); return !isOver(now); }, signal)
      .catch(failure => { if (!signal.aborted) shown.prepend(problem(failure, reload)); })
      .then(() => { if (drawn && isOver(drawn) && !signal.aborted) say(`The batch is ${drawn.status}.`); });
  }
  const client = encodeURIComponent(first.client);
  return [h('div', { class: 'top' }, h('div', null, h('div', { class: 'crumbs' }, h('a', { href: '#clients' }, 'Clients'), ' / ',
    h('a', { href: `#clients/${client}` }, first.client), ' / ', h('a', { href: `#clients/${client}/batches` }, 'Batches')),
  h('h1', null, first.work === 'bom' ? 'Recipes exploded' : 'Features computed'), h('div', { class: 'quiet small' }, id))), shown];
}
