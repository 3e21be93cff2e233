// Runs the workloads in turn with their peers and writes docs/PERFORMANCE.md. usage: node run.mjs [RUNS] [SERIES]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const runs = Number(process.argv[2] ?? 3);
const series = process.argv[3] ?? '30490';
const binary = '../artifacts/bin';
const work = '../artifacts/bench';
const input = `${work}/f1-${series}.parquet`;

function run(command, ...parameters) {
  // What a run before left to be written does not slow this one.
  spawnSync('sync');
  const started = process.hrtime.bigint();
  const done = spawnSync(command, parameters, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`${command} ${parameters.join(' ')}\n${done.stdout}${done.stderr}`);
  return { output: done.stdout, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const figure = (values, digits = 1) => `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;

mkdirSync(work, { recursive: true });
if (!existsSync(input)) run('node', 'make-f1.mjs', input, series);

const own = (workload, input) => {
  rmSync(`${work}/out`, { recursive: true, force: true });
  const run_ = run(`${binary}/Cli/release/secretmagic`, 'process', '--input', input, '--output', `${work}/out`, '--features', `${workload}.yaml`);
  return { seconds: run_.seconds, megabytes: Number(run_.output.match(/([\d,]+) MB peak/)[1].replaceAll(',', '')) };
};
const polars = (workload, input) => {
  const peer = run('node', `polars-${workload}.mjs`, input, `${work}/polars.parquet`);
  rmSync(`${work}/polars.parquet`, { force: true });
  return { seconds: peer.seconds, ...JSON.parse(peer.output) };
};

const times = { f1: { own: [], polars: [] }, f2: { own: [], polars: [] } };
const kernels = [];
for (let turn = 0; turn < runs; turn++) {
  for (const workload of ['f1', 'f2']) {
    times[workload].own.push(own(workload, input));
    times[workload].polars.push(polars(workload, input));
    console.log(`run ${turn + 1} ${workload}: ours ${times[workload].own.at(-1).seconds.toFixed(1)} s, Polars ${times[workload].polars.at(-1).seconds.toFixed(1)} s`);
  }
  kernels.push({
    ...JSON.parse(run(`${binary}/Bench/release/SecretMagic.Bench`, series).output),
    ...JSON.parse(run(`${binary}/Bench/release/SecretMagic.Bench`, '100', 'bom').output),
  });
  console.log(`run ${turn + 1} kernels: ${JSON.stringify(kernels.at(-1))}`);
}
rmSync(`${work}/out`, { recursive: true, force: true });

const rows = times.f1.polars[0].rows;
const ratio = (a, b) => (median(a) / median(b)).toFixed(1);
const pick = (list, key) => list.map(one => one[key]);
const features = times.f1.polars.map(one => one.steps.features);
const sizes = [['bom2k', '2,000 items in 5 levels'], ['bom20k', '20,000 items in 5 levels'], ['bom100k', '100,000 items in 6 levels']];
const recipes = sizes.map(([name, text]) => `| ${text} | ${['CompileNanosecondsALine', 'SweepNanosecondsALineDay', 'NanosecondsALineDay96', 'NanosecondsALineDay368']
  .map((key, at) => figure(pick(kernels, name + key), at === 0 ? 0 : 2)).join(' | ')} |`).join('\n');
const whole = workload => `| | SecretMagic | Polars | ratio |
| --- | --- | --- | --- |
| whole run, s | ${figure(pick(times[workload].own, 'seconds'))} | ${figure(pick(times[workload].polars, 'seconds'))} | ${ratio(pick(times[workload].polars, 'seconds'), pick(times[workload].own, 'seconds'))} |
| peak memory, MB | ${figure(pick(times[workload].own, 'megabytes'), 0)} | ${figure(pick(times[workload].polars, 'peakMegabytes'), 0)} | ${ratio(pick(times[workload].polars, 'peakMegabytes'), pick(times[workload].own, 'megabytes'))} |`;
const kernel = (compute, fill) => {
  const [ours, floor] = [pick(kernels, compute), pick(kernels, fill)];
  return `${figure(ours, 2)} | ${(1e9 * median(ours) / rows).toFixed(1)} | ${figure(floor, 2)} | ${ratio(ours, floor)} | ${ratio(features, ours)}`;
};
// What other programs measured stands behind these tables and stays.
const document = '../docs/PERFORMANCE.md';
const others = readFileSync(document, 'utf8').split('## Entities, batches and shards')[1];
writeFileSync(document, `# Performance

Made by \`make bench\`; median of ${runs} runs in turn (least to most). Only ratios carry over to other machines.
Machine: ${cpus().length} x ${cpus()[0].model.trim()}.

## F1: features of ${Number(rows).toLocaleString('en')} rows, Parquet to Parquet

${Number(series).toLocaleString('en')} series x 1,941 days, 13 features: lag 1, 7, 14, 28; mean and deviation 7, 14, 28, 90; exponential mean.

${whole('f1')}

## F2: F1 and 15 more

Date parts, weekends and months' edges, median, 90 % quantile, minimum and maximum over 28 days, expanding mean, trend.

${whole('f2')}

## F1c: the features of F1, computing only

Input and output in memory; of each run the least of 25 passes. Polars' features of F1 alone take ${figure(features, 2)} s.

| output buffers | s | ns a row | filling them, s | times the fill | faster than Polars |
| --- | --- | --- | --- | --- | --- |
| the whole result, made before | ${kernel('computeWhole', 'fillWhole')} |
| one block, written again and again | ${kernel('compute', 'fill')} |

## One core

| work | figure |
| --- | --- |
| F3: one row at a time through the state of 10,000 series, features of F1 | ${figure(pick(kernels, 'onlineRowsASecond').map(value => value / 1e6), 2)} million rows/s |
| 23 features (mean, deviation, minimum, maximum of 4 windows, median, 2 exponential means, 4 lags) | ${figure(pick(kernels, 'packNanosecondsARow'), 1)} ns a row |

## B1: recipes beside DuckDB

Six levels of 20,000 items, eight components each of the next level (800,000 lines), demand of 20,000 dishes over 30 days: 24 million line-days, down to
the raw materials. DuckDB joins and sums once a level on all cores; here one thread sweeps. Lines and demand are in memory for both, and the sums agree.

| | SecretMagic | DuckDB | ratio |
| --- | --- | --- | --- |
| exploding, ms | ${figure(pick(kernels, 'b1').map(value => 1e3 * value))} | ${figure(pick(kernels, 'b1Duck').map(value => 1e3 * value), 0)} | ${ratio(pick(kernels, 'b1Duck'), pick(kernels, 'b1'))} |
| compiling the lines first, ms | ${figure(pick(kernels, 'b1Compile').map(value => 1e3 * value), 0)} | | |

## Recipes on one core

Every item above the last level is made of eight deeper ones; of each run the least of at least 25 passes. The sweep is the kernel alone, on 64 days; whole
runs hand their rows over. Out of cache the kernel reads 8 bytes a line-day, and one thread reads ${figure(pick(kernels, 'streamGigabytesASecond'))} GB/s of memory in order.

| recipes | compile, ns a line | sweep, ns a line-day | whole run of 96 days | of 368 days |
| --- | --- | --- | --- | --- |
${recipes}
${others ? `\n## Entities, batches and shards${others}` : ''}`);
console.log(readFileSync(document, 'utf8'));
