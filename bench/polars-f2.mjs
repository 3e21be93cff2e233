// Workload F2 in Polars: F1 and the calendar, order statistics, an expanding mean and a trend. usage: node polars-f2.mjs IN OUT
import pl from 'nodejs-polars';

const [input, output] = process.argv.slice(2);
const clock = () => Number(process.hrtime.bigint()) / 1e9;
const started = clock();
const target = () => pl.col('target');
const frame = pl.readParquet(input);
const read = clock();

const over = (expression, name) => expression.over('series_id').cast(pl.Float32).alias(name);
const day = () => pl.col('timestamp').dt;
const step = () => pl.col('step');
const sum = expression => expression.rollingSum({ windowSize: 28, minPeriods: 1 }).over('series_id');
const count = () => step().add(1).clip(0, 28);
const columns = [
  ...[1, 7, 14, 28].map(lag => over(target().shift(lag), `lag_${lag}`)),
  ...[7, 14, 28, 90].flatMap(window => [
    over(target().rollingMean({ windowSize: window, minPeriods: 1 }), `ma_${window}`),
    over(target().rollingStd({ windowSize: window, minPeriods: 2 }), `std_${window}`),
  ]),
  over(target().ewmMean({ alpha: 0.5, adjust: false, minPeriods: 7 }), 'ema_0.5'),
  ...['weekday', 'day', 'ordinalDay', 'week', 'month'].map(part => day()[part]().cast(pl.Float32).alias(part)),
  day().month().add(2).div(3).floor().cast(pl.Float32).alias('quarter'),
  day().weekday().gt(5).cast(pl.Float32).alias('is_weekend'),
  day().day().eq(1).cast(pl.Float32).alias('is_month_start'),
  pl.col('timestamp').cast(pl.Int32).add(1).cast(pl.Date).dt.day().eq(1).cast(pl.Float32).alias('is_month_end'),
  over(target().rollingMedian({ windowSize: 28, minPeriods: 1 }), 'median_28'),
  over(target().rollingQuantile({ quantile: 0.9, interpolation: 'linear', windowSize: 28, minPeriods: 1 }), 'q90_28'),
  over(target().rollingMin({ windowSize: 28, minPeriods: 1 }), 'min_28'),
  over(target().rollingMax({ windowSize: 28, minPeriods: 1 }), 'max_28'),
  target().cumSum().over('series_id').div(step().add(1)).cast(pl.Float32).alias('expanding_mean'),
  // The least-squares slope from rolling sums of t, x, tx and t^2.
  sum(step().mul(target())).mul(count()).sub(sum(step()).mul(sum(target())))
    .div(sum(step().mul(step())).mul(count()).sub(sum(step()).mul(sum(step())))).cast(pl.Float32).alias('trend_28'),
];
const result = frame.lazy()
  .withColumns(pl.col('target').cumCount().over('series_id').cast(pl.Float64).sub(1).alias('step'))
  .withColumns(...columns).drop('step').collectSync();
const computed = clock();
result.writeParquet(output, { compression: 'snappy' });
const written = clock();
console.log(JSON.stringify({
  rows: result.height,
  columns: result.width,
  steps: { read: read - started, features: computed - read, write: written - computed },
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}));
