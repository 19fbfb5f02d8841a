// DuckDB, from npm.
import { part } from './parts.mjs';

export async function open() {
  const { DuckDBInstance } = part('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';
  const types = { size: 'BIGINT', last_modified: 'TIMESTAMP', noncurrent_since: 'TIMESTAMP', last_access: 'TIMESTAMP', locked_until: 'TIMESTAMP', is_latest: 'BOOLEAN', delete_marker: 'BOOLEAN', legal_hold: 'BOOLEAN' };
  return {
    async load(file, columns, typed, table) {
      const names = columns.map((c) => `'${c}': 'VARCHAR'`).join(', ');
      const list = columns.map((c) => typed ? `CAST(nullif(${quoted(c)}, '') AS ${types[c] ?? 'VARCHAR'}) AS ${quoted(c)}` : quoted(c)).join(', ');
      await connection.run(`CREATE OR REPLACE TABLE ${quoted(table)} AS SELECT ${list} FROM read_csv('${file}', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${names}})`);
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson();
    },
    async close() { connection.closeSync(); },
  };
}
