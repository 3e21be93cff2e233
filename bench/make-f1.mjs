// Writes workload F1's input: 30,490 series x 1,941 days of daily units, about 60 % zeros, sorted by series and day.
// usage: node make-f1.mjs FILE [SERIES]
import { DuckDBInstance } from '@duckdb/node-api';

const [file, series = '30490'] = process.argv.slice(2);
const database = await DuckDBInstance.create(':memory:', { memory_limit: '4GB', temp_directory: file + '.tmp' });
const connection = await database.connect();
await connection.run(`
  COPY (SELECT s::INTEGER AS series_id, (DATE '2011-01-29' + d::INTEGER) AS timestamp,
               CASE WHEN hash(s * 1941 + d) % 100 < 60 THEN 0 ELSE floor(exp(hash(s * 7 + d * 13 + 1) % 1000 / 1000.0 * 3.2)) END::DOUBLE AS target
        FROM range(${Number(series)}) a(s), range(1941) b(d) ORDER BY s, d)
  TO '${file}' (FORMAT parquet)`);
