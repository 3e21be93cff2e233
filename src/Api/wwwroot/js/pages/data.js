// New, late and corrected rows from a file of the one who looks.
import { path, send } from '../api.js';
import { action, card, h, problem, say, whole } from '../dom.js';
import { clientHead, may } from '../parts.js';

const TYPES = {
  csv: 'text/csv', ndjson: 'application/x-ndjson', jsonl: 'application/x-ndjson', json: 'application/json', parquet: 'application/vnd.apache.parquet',
};
const WHAT = 'A file with series_id, timestamp, target and the other columns of the plan: CSV, NDJSON, JSON or Parquet. '
  + 'A row that is known is taken once; one that says something else is a correction.';

export default async function data({ parts: [id], signal, me }) {
  const { client, head } = await clientHead(id, 'data', signal);
  const said = h('div', { role: 'status' });
  const file = h('input', { type: 'file', name: 'rows', accept: Object.keys(TYPES).map(one => `.${one}`).join(',') });
  const send1 = action('Send the rows', async () => {
    said.replaceChildren();
    const chosen = file.files[0];
    if (!chosen) return say('Choose a file first.');
    const type = TYPES[chosen.name.split('.').pop().toLowerCase()];
    if (!type) {
      const advice = 'Send CSV, NDJSON, JSON or Parquet, not packed.';
      said.replaceChildren(problem({ title: 'The file is of a kind that is not read', detail: chosen.name, advice }));
      return undefined;
    }
    const answer = await (await send('POST', path`/clients/${id}/rows`, { body: chosen, type })).json();
    said.replaceChildren(h('div', { class: 'notice good' }, h('strong', null, `${whole(answer.news)} of ${whole(answer.rows)} rows are new and stored`),
      h('p', null, answer.news < answer.rows ? 'The others were known: nothing is taken twice.' : 'Their features are there.'),
      h('div', { class: 'buttons' }, h('a', { class: 'button', href: `#clients/${encodeURIComponent(id)}/series` }, 'See the series'))));
    return undefined;
  }, 'main');
  const isReader = !may(me, 'operator') && "The key is a reader's: loading rows needs an operator's.";
  const refused = isReader || (!client.is_confirmed && 'First confirm the configuration.');
  return [...head, card('Load rows', refused ? h('p', null, refused) : [
    h('p', { class: 'quiet' }, WHAT),
    h('div', { class: 'fields' }, h('label', { class: 'wide' }, h('span', null, 'File'), file), send1), h('p'), said]),
  card('The same by a program', h('pre', null, 'curl -H "Authorization: Bearer $KEY" -H "Content-Type: text/csv" \\\n',
    `  --data-binary @today.csv ${location.origin}/api/v1/clients/${id}/rows`),
    h('pre', null, `secretmagic rows plan ${id} --features configs/features.yaml\nsecretmagic rows add ${id} --input today.csv`))];
}
