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

const ours = [], polars = [], kernels = [];
for (let turn = 0; turn < runs; turn++) {
  rmSync('work/out', { recursive: true, force: true });
  const own = run(`${binary}/Cli/release/secretmagic`, 'process', '--input', input, '--output', 'work/out', '--features', 'f1.yaml');
  ours.push({ seconds: own.seconds, megabytes: Number(own.output.match(/([\d,]+) MB peak/)[1].replaceAll(',', '')) });
  kernels.push(JSON.parse(run(`${binary}/Bench/release/SecretMagic.Bench`, series).output));
  const peer = run('node', 'polars-f1.mjs', input, 'work/polars.parquet');
  polars.push({ seconds: peer.seconds, ...JSON.parse(peer.output) });
  rmSync('work/polars.parquet', { force: true });
  console.log(`run ${turn + 1}: ours ${own.seconds.toFixed(1)} s, Polars ${peer.seconds.toFixed(1)} s, kernels ${kernels.at(-1).compute.toFixed(2)} s`);
}
rmSync('work/out', { recursive: true, force: true });

const rows = polars[0].rows;
const ratio = (a, b) => (median(a) / median(b)).toFixed(1);
const pick = (list, key) => list.map(one => one[key]);
const features = polars.map(one => one.steps.features);
writeFileSync('../docs/PERFORMANCE.md', `# Performance

Made by \`make bench\`; median of ${runs} runs in turn (least to most). Only ratios carry over to other machines.
Machine: ${cpus().length} x ${cpus()[0].model.trim()}.

## F1: features of ${Number(rows).toLocaleString('en')} rows, Parquet to Parquet

${Number(series).toLocaleString('en')} series x 1,941 days, 13 features: lag 1, 7, 14, 28; mean and deviation 7, 14, 28, 90; exponential mean.

| | SecretMagic | Polars | ratio |
| --- | --- | --- | --- |
| whole run, s | ${figure(pick(ours, 'seconds'))} | ${figure(pick(polars, 'seconds'))} | ${ratio(pick(polars, 'seconds'), pick(ours, 'seconds'))} |
| peak memory, MB | ${figure(pick(ours, 'megabytes'), 0)} | ${figure(pick(polars, 'peakMegabytes'), 0)} | ${ratio(pick(polars, 'peakMegabytes'), pick(ours, 'megabytes'))} |

## F1c: the same, computing only

Input and reused output buffers in memory.

| | SecretMagic | Polars | filling the buffers |
| --- | --- | --- | --- |
| s | ${figure(pick(kernels, 'compute'), 2)} | ${figure(features, 2)} | ${figure(pick(kernels, 'fill'), 2)} |
| ns a row | ${(1e9 * median(pick(kernels, 'compute')) / rows).toFixed(1)} | ${(1e9 * median(features) / rows).toFixed(0)} | ${(1e9 * median(pick(kernels, 'fill')) / rows).toFixed(1)} |
`);
console.log(readFileSync('../docs/PERFORMANCE.md', 'utf8'));
