// Runs the workloads in turn with their peers and writes docs/PERFORMANCE.md. usage: node run.mjs [RUNS] [SERIES]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const runs = Number(process.argv[2] ?? 3);
const series = process.argv[3] ?? '30490';
const input = `work/f1-${series}.parquet`;
const binary = '../artifacts/bin';

function run(command, ...parameters) {
  const started = process.hrtime.bigint();
  const done = spawnSync(command, parameters, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`${command} ${parameters.join(' ')}\n${done.stdout}${done.stderr}`);
  return { output: done.stdout, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const figure = (values, digits = 1) => `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;

mkdirSync('work', { recursive: true });
if (!existsSync(input)) run('node', 'make-f1.mjs', input, series);

const own = (work, input) => {
  rmSync('work/out', { recursive: true, force: true });
  const run_ = run(`${binary}/Cli/release/secretmagic`, 'process', '--input', input, '--output', 'work/out', '--features', `${work}.yaml`);
  return { seconds: run_.seconds, megabytes: Number(run_.output.match(/([\d,]+) MB peak/)[1].replaceAll(',', '')) };
};
const polars = (work, input) => {
  const peer = run('node', `polars-${work}.mjs`, input, 'work/polars.parquet');
  rmSync('work/polars.parquet', { force: true });
  return { seconds: peer.seconds, ...JSON.parse(peer.output) };
};

const times = { f1: { own: [], polars: [] }, f2: { own: [], polars: [] } };
const kernels = [];
for (let turn = 0; turn < runs; turn++) {
  for (const work of ['f1', 'f2']) {
    times[work].own.push(own(work, input));
    times[work].polars.push(polars(work, input));
    console.log(`run ${turn + 1} ${work}: ours ${times[work].own.at(-1).seconds.toFixed(1)} s, Polars ${times[work].polars.at(-1).seconds.toFixed(1)} s`);
  }
  kernels.push(JSON.parse(run(`${binary}/Bench/release/SecretMagic.Bench`, series).output));
  console.log(`run ${turn + 1} kernels: ${JSON.stringify(kernels.at(-1))}`);
}
rmSync('work/out', { recursive: true, force: true });

const rows = times.f1.polars[0].rows;
const ratio = (a, b) => (median(a) / median(b)).toFixed(1);
const pick = (list, key) => list.map(one => one[key]);
const features = times.f1.polars.map(one => one.steps.features);
const whole = work => `| | SecretMagic | Polars | ratio |
| --- | --- | --- | --- |
| whole run, s | ${figure(pick(times[work].own, 'seconds'))} | ${figure(pick(times[work].polars, 'seconds'))} | ${ratio(pick(times[work].polars, 'seconds'), pick(times[work].own, 'seconds'))} |
| peak memory, MB | ${figure(pick(times[work].own, 'megabytes'), 0)} | ${figure(pick(times[work].polars, 'peakMegabytes'), 0)} | ${ratio(pick(times[work].polars, 'peakMegabytes'), pick(times[work].own, 'megabytes'))} |`;
const kernel = (compute, fill) => {
  const [ours, floor] = [pick(kernels, compute), pick(kernels, fill)];
  return `${figure(ours, 2)} | ${(1e9 * median(ours) / rows).toFixed(1)} | ${figure(floor, 2)} | ${ratio(ours, floor)} | ${ratio(features, ours)}`;
};
writeFileSync('../docs/PERFORMANCE.md', `# Performance

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
`);
console.log(readFileSync('../docs/PERFORMANCE.md', 'utf8'));
