// The queue of the workers, as the metrics tell it: what waits, what runs, how long the oldest waits.
import { text } from '../api.js';
import { card, duration, empty, figure, h, table, whole } from '../dom.js';

const EVERY = 3000;

/** Samples of the text format of Prometheus: name, labels, value. */
export function samples(metrics) {
  const found = [];
  for (const line of metrics.split('\n')) {
    const parts = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (parts) found.push({ name: parts[1], labels: parts[2] ?? '', value: Number(parts[3]) });
  }
  return found;
}

export default async function queue({ signal }) {
  const shown = h('div');
  async function draw() {
    const found = samples(await text('/metrics', { signal }));
    const value = name => found.find(sample => sample.name === name)?.value ?? 0;
    const errors = found.filter(sample => sample.name === 'secretmagic_errors_total' && sample.value > 0);
    const mean = name => value(`${name}_count`) > 0 ? duration(value(`${name}_sum`) / value(`${name}_count`)) : 'none yet';
    const waiting = value('secretmagic_batches_waiting');
    shown.replaceChildren(
      h('div', { class: 'figures' }, figure(whole(waiting), 'batches wait'), figure(whole(value('secretmagic_batches_running')), 'run now'),
        figure(waiting > 0 ? duration(value('secretmagic_batches_lag_seconds')) : '0 s', 'the oldest waits'),
        figure(`${whole(value('process_resident_memory_bytes') / 1048576)} MB`, 'memory of this process')),
      waiting > 0 && value('secretmagic_batches_running') === 0 && h('div', { class: 'notice warn' }, h('strong', null, 'Batches wait and none runs'),
        h('p', null, 'Start a worker: ', h('code', null, 'secretmagic worker'))),
      h('div', { class: 'grid' }, card('Work of this process', table([{ name: 'What', show: row => row[0] }, { name: '', right: true, show: row => row[1] }], [
        ['Rows that features were computed for', whole(value('secretmagic_features_processed_total'))],
        ['A run takes, on average', mean('secretmagic_pipeline_duration_seconds')],
        ['An explosion takes, on average', mean('secretmagic_bom_explosion_duration_seconds')],
        ['A commit of the journal takes, on average', mean('secretmagic_journal_commit_seconds')],
        ['Entities in memory', whole(value('secretmagic_gateway_entities'))],
      ], { caption: 'Work of this process' })),
      card('What failed', errors.length > 0 ? table([{ name: 'Where', show: sample => sample.labels.replaceAll('"', '') },
        { name: 'Times', right: true, show: sample => whole(sample.value) }], errors, { caption: 'Failures' })
        : empty('Nothing failed', 'Since this process began.'))));
  }
  await draw();
  const timer = setInterval(() => draw().catch(() => {}), EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  const top = h('div', null, h('h1', null, 'Queue'), h('p', { class: 'quiet' }, 'What the workers have before them, every three seconds.'));
  return [h('div', { class: 'top' }, top), shown];
}
