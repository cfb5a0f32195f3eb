// The same counts and weighted sums by DuckDB, one thread, CPU time, the least of some repeats and of three ways to
// write the statement.
//     node duckdb.mjs DIRECTORY PACKAGES     reads DIRECTORY/answers.csv, writes DIRECTORY/duckdb.tsv
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory, packages] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(packages, 'package.json'))('@duckdb/node-api');
const database = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const items = Array.from({ length: 25 }, (_, i) => `q${i + 1}`);

await database.run(`
  create table answer as
  select committee::smallint committee, grp::tinyint grp, w::double w, ${items.map((q) => `${q}::tinyint ${q}`)}
  from read_csv('${join(directory, 'answers.csv')}') order by committee`);

async function leastSeconds(repeats, statements) {
  let least = Infinity;
  for (const statement of statements)
    for (let i = 0; i < repeats; i += 1) {
      const start = process.cpuUsage();
      await database.run(statement);
      const used = process.cpuUsage(start);
      least = Math.min(least, (used.user + used.system) / 1e6);
    }
  return least;
}

const table = (columns) => `select committee, grp, ${columns.join(', ')} from answer group by committee, grp`;
const counts = [
  table(items.map((q) => `count(${q}), sum(${q})`)),
  table(items.map((q) => `count(${q}), count(*) filter (where ${q} = 1)`)),
  table(items.map((q) => `count(${q}), count(nullif(${q}, 0))`)),
];
const weighted = [
  table(items.map((q) => `count(${q}), sum(case when ${q} is not null then w end),
    sum(case when ${q} is not null then w * w end), sum(w * ${q}), sum(w * w * ${q})`)),
  table(items.map((q) => `count(${q}), sum(w) filter (where ${q} is not null),
    sum(w * w) filter (where ${q} is not null), sum(w) filter (where ${q} = 1), sum(w * w) filter (where ${q} = 1)`)),
];

const total = await database.runAndReadAll(
  `select ${items.map((q) => `sum(${q}) + count(${q})`).join(' + ')} from answer`);
const figures = {
  count: await leastSeconds(12, counts),
  weighted: await leastSeconds(8, weighted),
  checksum: Number(total.getRows()[0][0]),
};
for (const [name, value] of Object.entries(figures)) console.log(`duckdb_${name}\t${value}`);
writeFileSync(join(directory, 'duckdb.tsv'),
  Object.entries(figures).map(([name, value]) => `duckdb_${name}\t${value}\n`).join(''));
