// PostgreSQL, a server of its own for the time of the test; $SHELFLIFE_POSTGRES_BIN says where its programs are.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from './parts.mjs';

function programs() {
  if (process.env.SHELFLIFE_POSTGRES_BIN) return process.env.SHELFLIFE_POSTGRES_BIN;
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((v) => existsSync(join(root, v, 'bin', 'initdb'))).sort((a, b) => b - a) : [];
  return versions.length > 0 ? join(root, versions[0], 'bin') : skip('no PostgreSQL server: scripts/ci-parts.sh installs it');
}

export async function open() {
  const bin = programs();
  const home = mkdtempSync(join(tmpdir(), 'shelflife-pg-'));
  // The server refuses to run as root.
  const root = process.getuid() === 0;
  const as = (command) => root ? ['su', ['postgres', '-s', '/bin/sh', '-c', command]] : ['sh', ['-c', command]];
  if (root) execFileSync('chown', ['postgres', home]);
  const run = (command) => execFileSync(...as(command), { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  run(`'${bin}/initdb' -D '${home}/data' -A trust -E UTF8 --locale=C -U postgres`);
  // On a socket only: no port, no network.
  run(`'${bin}/pg_ctl' -D '${home}/data' -l '${home}/log' -w -o "-c listen_addresses='' -c unix_socket_directories='${home}' -c fsync=off -c timezone=America/New_York" start`);
  const psql = spawn(join(bin, 'psql'), ['-X', '-q', '-A', '-t', '-h', home, '-U', 'postgres', '-d', 'postgres', '-v', 'ON_ERROR_STOP=0'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '', errors = '', wake = () => {};
  psql.stdout.on('data', (data) => { out += data; wake(); });
  psql.stderr.on('data', (data) => { errors += data; });
  let turn = 0;
  async function ask(text) {
    out = ''; errors = '';
    const end = `-- end ${++turn} --`;
    psql.stdin.write(`${text}\n\\echo '${end}'\n`);
    while (!out.includes(end)) await new Promise((resolve) => { wake = resolve; });
    if (/ERROR|FATAL/.test(errors)) throw new Error(errors);
    return out.slice(0, out.indexOf(end)).split('\n').filter(Boolean);
  }
  const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';
  const types = { size: 'bigint', last_modified: 'timestamptz', noncurrent_since: 'timestamptz', last_access: 'timestamptz', locked_until: 'timestamptz', is_latest: 'boolean', delete_marker: 'boolean', legal_hold: 'boolean' };
  return {
    async load(file, columns, typed, name) {
      const table = typed ? columns.map((c) => `${quoted(c)} ${types[c] ?? 'text'}`) : columns.map((c) => `${quoted(c)} text`);
      await ask(`drop table if exists ${quoted(name)}; create table ${quoted(name)} (${table.join(', ')});\n\\copy ${quoted(name)} from '${file}' with (format csv)`);
    },
    async rows(sql) {
      const lines = await ask(`select row_to_json(t) from (${sql.trim().replace(/;$/, '')}) t;`);
      return lines.map((line) => JSON.parse(line));
    },
    async close() {
      psql.stdin.end();
      run(`'${bin}/pg_ctl' -D '${home}/data' -m immediate stop`);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
