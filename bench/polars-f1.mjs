// Workload F1 in Polars: Parquet in, lags, rolling means and deviations, an exponential mean, Parquet out.
// usage: node polars-f1.mjs IN OUT
import pl from 'nodejs-polars';

const [input, output] = process.argv.slice(2);
const clock = () => Number(process.hrtime.bigint()) / 1e9;
const started = clock();
const target = () => pl.col('target');
const frame = pl.readParquet(input);
const read = clock();

const columns = [
  ...[1, 7, 14, 28].map(lag => target().shift(lag).over('series_id').cast(pl.Float32).alias(`lag_${lag}`)),
  ...[7, 14, 28, 90].flatMap(window => [
    target().rollingMean({ windowSize: window, minPeriods: 1 }).over('series_id').cast(pl.Float32).alias(`ma_${window}`),
    target().rollingStd({ windowSize: window, minPeriods: 2 }).over('series_id').cast(pl.Float32).alias(`std_${window}`),
  ]),
  target().ewmMean({ alpha: 0.5, adjust: false, minPeriods: 7 }).over('series_id').cast(pl.Float32).alias('ema_0.5'),
];
const result = frame.lazy().withColumns(...columns).collectSync();
const computed = clock();
result.writeParquet(output, { compression: 'snappy' });
const written = clock();
console.log(JSON.stringify({
  rows: result.height,
  steps: { read: read - started, features: computed - read, write: written - computed },
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}));
