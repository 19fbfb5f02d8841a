// Where scripts/ci-parts.sh installed the parts; a part that is not there skips the test.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const folder = process.env.SHELFLIFE_PARTS_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'shelflife-parts');

export function skip(reason) {
  console.log(`SKIPPED: ${reason}`);
  process.exit(77);
}

export function part(name) {
  if (!existsSync(join(folder, 'npm', 'node_modules', name))) skip(`no ${name} in ${folder}: scripts/ci-parts.sh installs it`);
  return createRequire(join(folder, 'npm', 'package.json'))(name);
}
