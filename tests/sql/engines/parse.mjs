// parse.mjs SHELFLIFE SOURCE: statements of engines that cannot be run here, by other people's grammars of them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { folder as parts, part, skip } from './parts.mjs';

const [shelflife, source] = process.argv.slice(2).map((word) => resolve(word));
const home = join(parts, 'npm', 'node_modules', 'dt-sql-parser', 'dist', 'index.js');
if (!existsSync(home)) skip(`no dt-sql-parser in ${parts}: scripts/ci-parts.sh installs it`);
register(new URL('./bundled.mjs', import.meta.url));
const { SparkSQL, TrinoSQL } = await import(home);
const { Parser } = part('node-sql-parser');

const trino = new TrinoSQL(), spark = new SparkSQL(), bigquery = new Parser();
const errors = {
  trino: (sql) => trino.validate(sql), spark: (sql) => spark.validate(sql),
  bigquery: (sql) => {
    // This grammar has no element of an array among the arguments of a function, no operators of bits, and no order in STRING_AGG
    // behind a delimiter, with which keys are decoded.
    const known = sql.replace(/ [&|] /g, ' + ').replace(/\(SELECT SAFE_CONVERT_BYTES_TO_STRING[^\n]* AS place\)/g, 'DECODED()').replace(/SPLIT\(object_key, '\/'\)\[SAFE_ORDINAL\((\d+)\)\]/g, 'SEGMENT(object_key, $1)').replace(/PARSE_JSON\(([^\n]*?)\)\[('(?:[^'\\]|\\.)*')\]/g, 'TAG($1, $2)');
    try { bigquery.astify(known, { database: 'bigquery' }); return []; } catch (error) {
      return [{ startLine: error.location?.start?.line, startColumn: error.location?.start?.column, message: error.message }];
    }
  },
};

const folder = mkdtempSync(join(tmpdir(), 'shelflife-sql-'));
cpSync(join(source, 'tests/sql/engines/hostile'), join(folder, 'hostile'), { recursive: true });
for (const name of readdirSync(join(source, 'tests/sql/cases'))) cpSync(join(source, 'tests/sql/cases', name), join(folder, name), { recursive: true });
let parsed = 0, wrong = 0;
for (const name of readdirSync(folder)) {
  const at = join(folder, name);
  const about = existsSync(join(at, 'case.json')) ? JSON.parse(readFileSync(join(at, 'case.json'))) : { at: '2027-03-31' };
  const options = about.columns ? ['--columns', about.columns.join(','), ...(about.form === 'csv' ? ['--table-format', 'csv'] : [])] : [];
  const built = spawnSync(shelflife, ['build', 'policy.shelf', '--target', 'sql', '--dialect', 'trino,athena,spark,bigquery', '--at', about.at, ...options, '-o', 'out'], { cwd: at, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`${name}: ${built.stderr}`);
  const body = (file) => readFileSync(join(at, 'out/sql', file), 'utf8').replace(/^--.*\n/gm, '');
  for (const file of readdirSync(join(at, 'out/sql'))) {
    const dialect = file.split('.').at(-3);
    if (file.endsWith('.totals.sql') && name !== 'simple') continue;  // the same stages; the grammars are slow
    if (dialect === 'athena') {  // Trino's language, to the letter
      if (body(file) !== body(file.replace('.athena.', '.trino.'))) throw new Error(`${file} is not what Trino gets`);
      continue;
    }
    const found = errors[dialect](readFileSync(join(at, 'out/sql', file), 'utf8'));
    ++parsed;
    if (found.length === 0) continue;
    ++wrong;
    console.log(`${join(at, 'out/sql', file)}:${found[0].startLine}:${found[0].startColumn}: ${found[0].message.slice(0, 200)}`);
  }
}
// A grammar that takes anything says nothing.
for (const [dialect, parse] of Object.entries(errors)) {
  if (parse('SELECT 1 +, FROM WHERE x').length > 0) continue;
  ++wrong;
  console.log(`${dialect}: its grammar has nothing against what is no statement`);
}
console.log(`${parsed} statements parsed, ${wrong} wrong`);
if (wrong === 0) rmSync(folder, { recursive: true });
process.exit(wrong === 0 && parsed > 15 ? 0 : 1);
