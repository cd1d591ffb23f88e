import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { citizenActs } from '../../src/citizen/acts.ts';
import type { run as openCitizens } from '../../src/citizen/main.ts';
import type { run as openDesk } from '../../src/desk/main.ts';
import type { connect } from '../../src/lib/db/db.ts';
import { ROOT } from '../../src/lib/root.ts';
import type { book, cancel, move } from '../../src/reservations/acts.ts';
import type { migrate } from '../../src/schema/migrate.ts';

/** What a release's processes are made of (build/keep-release.ts). Called as this release's own: what both have. */
export type Program = {
  connect: typeof connect;
  citizenActs: typeof citizenActs;
  book: typeof book;
  cancel: typeof cancel;
  move: typeof move;
  openCitizens: typeof openCitizens;
  openDesk: typeof openDesk;
  migrate: typeof migrate;
};

/** The release before this one, unpacked where it finds the installed packages; `remove` takes it away again. */
export async function previousRelease(): Promise<Program & { commit: string; remove(): void }> {
  const packed = gunzipSync(readFileSync(join(ROOT, 'test', 'rollout', 'previous.json.gz'))).toString('utf8');
  const { commit, files } = JSON.parse(packed) as { commit: string; files: Record<string, string> };
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'dist', 'previous-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const program = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'dist', 'release.js')).href)) as Program;
  return { ...program, commit, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
