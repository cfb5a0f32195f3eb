// One table of all figures: what was measured, how it compares, what was required.
//     node table.mjs DIRECTORY [--release]     reads DIRECTORY/*.tsv, writes DIRECTORY/figures.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

const directory = process.argv[2];
const figures = new Map();
for (const name of ['columns', 'database', 'duckdb', 'svyby']) {
  const file = join(directory, `${name}.tsv`);
  if (!existsSync(file)) continue;
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [key, value] = line.split('\t');
    figures.set(key, Number(value));
  }
}

const seconds = (key) => {
  const value = figures.get(key);
  if (value === undefined) return 'not measured';
  if (value >= 1) return `${value.toFixed(2)} s`;
  return value >= 1e-3 ? `${(value * 1e3).toFixed(2)} ms` : `${(value * 1e6).toFixed(0)} µs`;
};
const megabytes = (keys) => `${(keys.reduce((sum, key) => sum + figures.get(key), 0) / 1e6).toFixed(2)} MB`;
const rows = [];
const ratios = {}; // larger is better
// `least`: the ratio must be at least that; else at most
function compare(task, ours, theirs, other, limit, least) {
  const a = figures.get(ours), b = figures.get(theirs);
  if (a === undefined || b === undefined) return rows.push([task, seconds(ours), `${other} not measured`, '', '', 'open']);
  const ratio = least ? b / a : a / b;
  ratios[ours] = b / a;
  return rows.push([task, seconds(ours), `${other} ${seconds(theirs)}`, `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`,
    `${least ? '≥' : '≤'} ${limit} ×`, (least ? ratio >= limit : ratio <= limit) ? 'met' : 'NOT MET']);
}
compare('count cube, all cells', 'count', 'duckdb_count', 'DuckDB', 50, true);
compare('count cube, against a plain loop over columns', 'count', 'naive_count', 'loop', 1, true);
compare('count cube, 10 million respondents', 'count_10m', 'read_10m', 'reading once', 3, false);
compare('weighted cube, a weight per row', 'weighted', 'duckdb_weighted', 'DuckDB', 5, true);
compare('all cells weighted, with error and interval', 'weighted_table', 'svyby', 'svyby of committees', 1000, true);
compare('full report from SQLite, load included', 'report', 'svyby', 'svyby of committees', 10, true);
compare('cube read at the start', 'rebuild', 'statement', "the database's own statement", 2, false);
function below(task, key, limit, said, text = seconds(key)) {
  const value = figures.get(key);
  if (value === undefined) return rows.push([task, 'not measured', '', '', said, 'open']);
  return rows.push([task, text, '', '', said, limit === Infinity ? '' : value <= limit ? 'met' : 'NOT MET']);
}
below('one corrected interview until every number is right', 'correction', 1e-3, '≤ 1 ms');
below('after an import: a whole committee read again', 'correction_untold', Infinity, '');
if (figures.has('cube_bytes')) {
  const raw = figures.get('raw_bytes');
  figures.set('memory', (figures.get('column_bytes') + figures.get('count_bytes')) / raw);
  below('memory of columns and counts, of the raw answers', 'memory', 2, '≤ 2 ×',
    `${megabytes(['column_bytes', 'count_bytes'])}, ${figures.get('memory').toFixed(2)} ×`);
  figures.set('live', (figures.get('answer_bytes') + figures.get('cube_bytes')) / raw);
  below('memory of a live round: answers, counts, pair tables', 'live', 2, '≤ 2 ×',
    `${megabytes(['answer_bytes', 'cube_bytes'])}, ${figures.get('live').toFixed(2)} ×`);
  below('counts of a wave, without pair tables', 'count_bytes', 1e6, '≤ 1 MB', megabytes(['count_bytes']));
}
const head = ['task', 'ours', 'compared with', 'ratio', 'required', ''];
const width = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
const line = (row) => `| ${row.map((cell, i) => cell.padEnd(width[i])).join(' | ')} |`;
const ways = ['portable', 'popcnt', 'avx2', 'avx512'].filter((way) => figures.has(`count_${way}`))
  .map((way) => `${way} ${seconds(`count_${way}`)}`).join(', ');
const text = [
  `Machine: ${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)} at the end; ${new Date().toISOString().slice(0, 10)}.`,
  '241,332 respondents, 25 binary items, 275 committees × 8 groups; one thread, CPU time, least of repeats.', '',
  line(head), `|${width.map((w) => '-'.repeat(w + 2)).join('|')}|`, ...rows.map(line), '',
  `Count cube by instruction: ${ways}. Pair tables of all committees, 25 × 25: ${seconds('pairs')}.`, ''].join('\n');
console.log(text);
writeFileSync(join(directory, 'figures.md'), text);

const released = new URL('released.json', import.meta.url);
if (process.argv[3] === '--release') writeFileSync(released, `${JSON.stringify(ratios, null, 2)}\n`);
const before = existsSync(released) ? JSON.parse(readFileSync(released, 'utf8')) : {};
const worse = Object.keys(before).filter((key) => ratios[key] < 0.8 * before[key]);
for (const key of worse)
  console.log(`${key}: ${ratios[key].toPrecision(3)} ×, at the last release ${before[key].toPrecision(3)} ×`);
process.exitCode = worse.length > 0 || rows.some((row) => row[5] === 'NOT MET') ? 1 : 0;
