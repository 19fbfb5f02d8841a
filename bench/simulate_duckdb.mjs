// The question of simulate_listing.cpp as DuckDB answers it best: grouped by folder first. Prints how many objects are deleted.
// usage: node simulate_duckdb.mjs LISTING; needs `npm install @duckdb/node-api` where node looks for it.
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(process.cwd() + '/');
const { DuckDBInstance } = require('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const names = ['bucket', 'key', 'version_id', 'is_latest', 'delete_marker', 'size', 'last_modified', 'storage_class', 'tags', 'last_access'];
const types = names.map((name) => `'${name}': '${name === 'size' ? 'BIGINT' : name === 'last_modified' ? 'TIMESTAMP' : 'VARCHAR'}'`).join(', ');
await connection.run('set threads = 2; set preserve_insertion_order = false');
const listing = process.argv[2].replaceAll("'", "''");
const answer = await connection.runAndReadAll(`
  with listing as (select key, size, last_modified, storage_class, tags
                   from read_csv('${listing}', header = false, auto_detect = false, quote = '"', escape = '"', delim = ',', columns = {${types}})),
  folders as (select parse_dirpath(key) as folder, contains(tags, 'status=failed') as failed,
                     case when last_modified <= timestamp '2026-09-02' then 60 when last_modified <= timestamp '2026-10-18' then 14
                          when last_modified <= timestamp '2026-10-29' then 3 else 0 end as age,
                     count(*) as objects, min(last_modified) as made
              from listing group by all),
  named as (select split_part(folder, '/', 1) || '/' || split_part(folder, '/', 2) || '/' || split_part(folder, '/', 3) as model,
                   split_part(folder, '/', 4) as stage, split_part(folder, '/', 5) as version, * from folders),
  versions as (select model, stage, version, rank() over (partition by model, stage order by min(made) desc) as rank from named group by model, stage, version)
  select sum(objects) filter (where (stage = 'dev' and rank > 5 and (age >= 14 or (failed and age >= 3))) or (stage = 'staging' and rank > 10 and age >= 60))
  from named join versions using (model, stage, version)`);
console.log(String(answer.getRows()[0][0]));
