import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from './node.mjs';

const DIST = join(ROOT, 'dist');
const DAY_MS = 86_400_000;

/** A running process may still load a part of the build before this one: parts go a day later. */
function sweep(kept) {
  for (const name of readdirSync(DIST)) {
    const path = join(DIST, name);
    if (/^part-.*\.js(\.map)?$/.test(name) && !kept.has(name) && Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path);
  }
}

/** src/main.ts and all it imports, in dist/: an entry and the parts it loads when a command needs them; and the threads that work on lists, draw PDFs and cut fonts. */
export async function bundle() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'src/main.ts',
      'lists-worker': 'src/intake/beside-thread.ts',
      'lock-worker': 'src/lib/lock-thread.ts',
      'pdf-worker': 'src/lib/pdf/worker.ts',
      'typeface-worker': 'src/lib/typeface/worker.ts',
    },
    outdir: DIST,
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node26',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  mkdirSync(DIST, { recursive: true });
  const names = outputFiles.map(({ path }) => basename(path));
  // Which program runs is told by these alone (src/approvals/program.ts), not by what an earlier build left.
  const list = {
    path: join(DIST, 'built.json'),
    contents: JSON.stringify(names.filter((name) => name.endsWith('.js')).sort()),
  };
  // The entry last and each file by rename: whoever starts meanwhile finds the old build or the new one, whole.
  const rank = (path) => (basename(path) === 'main.js' ? 1 : 0);
  for (const { path, contents } of [...outputFiles, list].toSorted((a, b) => rank(a.path) - rank(b.path))) {
    mkdirSync(dirname(path), { recursive: true });
    const half = `${path}.${process.pid}`;
    writeFileSync(half, contents);
    renameSync(half, path);
  }
  // What Node kept of the build before is of no use to this one.
  rmSync(join(DIST, '.compiled'), { recursive: true, force: true });
  sweep(new Set(names));
}
