// ClickHouse, as the library chdb from npm.
import { part } from './parts.mjs';

export async function open() {
  const { Session } = part('chdb');
  const session = new Session();
  const quoted = (name) => '`' + name.replaceAll('\\', '\\\\').replaceAll('`', '\\`') + '`';
  const types = { size: 'Nullable(Int64)', is_latest: 'Bool', delete_marker: 'Bool', legal_hold: 'Bool' };
  const times = new Set(['last_modified', 'noncurrent_since', 'last_access', 'locked_until']);
  return {
    async load(file, columns, typed, table) {
      const structure = columns.map((c) => `${quoted(c)} String`).join(', ').replaceAll("'", "\\'");
      const list = columns.map((c) => {
        const cell = quoted(c);
        if (!typed) return cell;
        if (times.has(c)) return `parseDateTime64BestEffortOrNull(${cell}, 3, 'UTC') AS ${cell}`;
        return types[c] ? `CAST(nullIf(${cell}, '') AS ${types[c]}) AS ${cell}` : `nullIf(${cell}, '') AS ${cell}`;
      }).join(', ');
      session.query(`DROP TABLE IF EXISTS ${quoted(table)}`);
      session.query(`CREATE TABLE ${quoted(table)} ENGINE = Memory AS SELECT ${list} FROM file('${file}', 'CSV', '${structure}')`);
    },
    async rows(sql) {
      const text = session.query(sql.trim().replace(/;$/, ''), 'JSONEachRow');
      return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
    },
    async close() { session.cleanup(); },
  };
}
