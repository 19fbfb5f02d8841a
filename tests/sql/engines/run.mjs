// run.mjs ENGINE SHELFLIFE CASES SOURCE: each object's fate, date, statement, keeps and tier by the statement on the engine,
// against `simulate --decisions` on the same inventory.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [engine, shelflife, writer, source] = process.argv.slice(2).map((word, i) => i === 0 ? word : resolve(word));
const seed = process.env.SHELFLIFE_SEED || '1';
const count = Number(process.env.SHELFLIFE_CASES || (engine === 'clickhouse' ? 30 : 60));  // it takes long to plan a statement
const { open } = await import(`./${engine}.mjs`);
const database = await open();
const folder = mkdtempSync(join(tmpdir(), 'shelflife-sql-'));
execFileSync(writer, [folder, seed, String(count)]);
// Texts that would be code, were they not quoted: in the policy, in the listing and in the table's name.
// And the reports of the other clouds, by their own columns.
const fixed = ['hostile', 'azure', 'gcs'];
for (const name of fixed) cpSync(join(source, 'tests/sql/engines', name), join(folder, name), { recursive: true });
const cases = [...fixed, ...Array.from({ length: count }, (_, i) => String(i))];

// An instant as both write it: 2026-03-04T13:00:00Z
const instant = (text) => {
  if (!text) return null;
  let t = String(text).replace(' ', 'T').replace(/(\.0+)?(Z|\+00(:?00)?)?$/, '');
  if (t.length === 10) t += 'T00:00:00';
  return t + 'Z';
};
const plain = (row) => ({
  fate: row.fate, date: instant(row.date), statement: row.statement || null, keep: row.keep || null, tier: row.tier || null,
});
const name = (row) => `${row.key}\u0000${row.version_id ?? ''}`;

let compared = 0, differ = 0, refused = 0, undated = 0;
const fates = {};
for (const i of cases) {
  const home = join(folder, i);
  const about = JSON.parse(readFileSync(join(home, 'case.json')));
  const typed = about.form === 'typed';
  const decisions = join(home, 'decisions.jsonl');
  const listing = about.simulate ? ['--inventory', about.simulate] : typed ? ['--inventory', 'listing.jsonl'] : ['--inventory', 'listing.csv', '--columns', about.columns.map((c) => c === 'key' && !about.encoded ? 'raw_key' : c).join(',')];
  const simulated = spawnSync(shelflife, ['simulate', 'policy.shelf', ...listing, '--at', about.at, '--decisions', decisions], { cwd: home, encoding: 'utf8' });
  const built = spawnSync(shelflife, ['build', 'policy.shelf', '--target', 'sql', '--dialect', engine, '--at', about.at, '--columns', about.columns.join(','), '--sql-table', about.table ?? 'inventory', ...(typed ? [] : ['--table-format', 'csv']), '-o', 'out'], { cwd: home, encoding: 'utf8' });
  // Random policies may be wrong, or ask for what no cloud does; that is not the question here.
  if (!fixed.includes(i) && (simulated.status === 2 || built.status === 1)) { ++refused; continue; }
  if (built.status === 2 && /too many facts at once/.test(built.stderr)) { ++refused; continue; }
  if (simulated.status > 1 || simulated.status === null || built.status !== 0) throw new Error(`case ${i} of ${folder}: simulate ${simulated.status}, build ${built.status}\n${simulated.stderr}${built.stderr}`);
  const expected = new Map(readFileSync(decisions, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l)).map((r) => [name(r), r]));
  const sql = readFileSync(join(home, `out/sql/st.${engine}.objects.sql`), 'utf8');
  let rows;
  try {
    await database.load(join(home, typed ? 'table.csv' : 'listing.csv'), about.columns, typed, about.table ?? 'inventory');
    rows = await database.rows(sql);
  } catch (error) {
    console.log(`case ${i} of ${folder}: ${String(error).slice(0, 2000)}`);
    process.exit(1);
  }
  const waits = /quarantine|whole/.test(readFileSync(join(home, 'policy.shelf'), 'utf8') + (i.match(/^\d+$/) ? readFileSync(join(home, 'team.shelf'), 'utf8') : ''));
  const problems = [];
  if (rows.length !== expected.size) problems.push(`${rows.length} rows, and simulate has ${expected.size}`);
  for (const row of rows) {
    const other = expected.get(name(row));
    if (!other) { problems.push(`${row.key} is of no row of simulate`); continue; }
    ++compared;
    fates[other.fate] = (fates[other.fate] ?? 0) + 1;
    const own = plain(row), theirs = plain(other);
    if (other.unread === 'too many facts at once') continue;
    // What is due by itself, but waits for its unit or for a mark of its own, has no date here: docs/sql.md says so.
    if (own.date === null && theirs.date !== null && waits) { ++undated; theirs.date = null; }
    if (JSON.stringify(own) !== JSON.stringify(theirs)) problems.push(`${row.key} ${row.version_id ?? ''}\n  sql      ${JSON.stringify(own)}\n  simulate ${JSON.stringify(theirs)} ${other.unread ?? ''}`);
  }
  const totals = await database.rows(readFileSync(join(home, `out/sql/st.${engine}.totals.sql`), 'utf8'));
  const sums = {};
  for (const row of rows) {
    const id = `${row.fate} ${row.fate === 'delete' || row.fate === 'move' ? row.statement : null}`;
    sums[id] = (sums[id] ?? 0) + 1;
  }
  for (const total of totals) {
    if (sums[`${total.fate} ${total.statement || null}`] !== Number(total.objects)) problems.push(`total ${JSON.stringify(total)}`);
    delete sums[`${total.fate} ${total.statement || null}`];
  }
  if (Object.keys(sums).length > 0) problems.push(`no total of ${JSON.stringify(sums)}`);
  if (problems.length > 0) {
    differ += problems.length;
    console.log(`case ${i} of ${folder} (${about.form}, ${about.columns}) at ${about.at}:\n${problems.slice(0, 4).join('\n')}`);
    if (differ > 12) break;
  }
}
await database.close();
console.log(`${engine}: seed ${seed}, ${cases.length - refused} policies, ${refused} refused, ${compared} objects, ${JSON.stringify(fates)}, ${undated} without a date, ${differ} differ`);
if (differ === 0 && !process.env.KEEP) rmSync(folder, { recursive: true });
process.exit(differ === 0 && compared > count * 10 && refused < count / 2 && undated * 100 <= compared ? 0 : 1);
