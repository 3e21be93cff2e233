// Merges the Cobertura reports of all test projects line by line and fails below a bound.
// usage: node tests/coverage.mjs FOLDER PERCENT
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, bound] = process.argv.slice(2);
const reports = readdirSync(folder, { recursive: true }).filter(name => name.endsWith('coverage.cobertura.xml'));
const lines = new Map();

for (const report of reports) {
  let assembly = '', file = '';
  for (const [, tag, attributes] of readFileSync(join(folder, report), 'utf8').matchAll(/<(package|class|line)\s([^>]*)>/g)) {
    const value = name => attributes.match(new RegExp(`(?:^|\\s)${name}="([^"]*)"`))?.[1];
    if (tag === 'package') assembly = value('name');
    else if (tag === 'class') file = value('filename');
    else {
      const key = `${file}:${value('number')}`;
      lines.set(key, { assembly, hit: (lines.get(key)?.hit ?? false) || Number(value('hits')) > 0 });
    }
  }
}

const byAssembly = new Map();
for (const { assembly, hit } of lines.values()) {
  const counts = byAssembly.get(assembly) ?? { lines: 0, hit: 0 };
  counts.lines++;
  if (hit) counts.hit++;
  byAssembly.set(assembly, counts);
}

let all = 0, hit = 0;
for (const [assembly, counts] of [...byAssembly].sort()) {
  console.log(`${assembly.padEnd(26)} ${(100 * counts.hit / counts.lines).toFixed(1).padStart(5)} % of ${counts.lines} lines`);
  all += counts.lines;
  hit += counts.hit;
}

const percent = all === 0 ? 0 : 100 * hit / all;
console.log(`${'all'.padEnd(26)} ${percent.toFixed(1).padStart(5)} % of ${all} lines (at least ${bound} % wanted)`);
process.exit(percent >= Number(bound) ? 0 : 1);
