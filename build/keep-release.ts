// `node build/keep-release.ts REF`: keeps what the processes of a release are made of, for test/rollout: the next release runs beside it. One file, so that
// the test needs neither the history nor the network. Run once at every release, with the release's own commit.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from '../src/lib/root.ts';

const KEPT = join(ROOT, 'test', 'rollout', 'previous.json.gz');
/** What the test drives: the doors, and the acts that they and the desk's pages call. */
const entry = (folder: string): string => `
export { connect } from './src/lib/db/db.ts';
export { citizenActs } from './src/citizen/acts.ts';
export { book, cancel, move } from './src/reservations/acts.ts';
export { run as openCitizens } from './src/citizen/main.ts';
export { run as openDesk } from './src/desk/main.ts';
export { migrate } from './src/${existsSync(join(folder, 'src/schema')) ? 'schema' : 'lib/db'}/migrate.ts';
`;

async function main(ref: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-release-'));
  try {
    execFileSync('tar', ['-x', '-C', folder], {
      input: execFileSync('git', ['archive', ref], { cwd: ROOT, maxBuffer: 2 ** 30 }),
    });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, [join(folder, 'build', 'build.mjs')], { cwd: folder, stdio: 'inherit' });
    const { outputFiles } = await build({
      stdin: { contents: entry(folder), resolveDir: folder, loader: 'ts' },
      absWorkingDir: folder,
      bundle: true,
      minify: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node26',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      write: false,
    });
    const paths = [
      'package.json',
      'dist/assets/manifest.json',
      ...globSync(['src/**/*.sql', 'migrations/*.sql'], { cwd: folder }).sort(),
    ];
    const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    const [bundle] = outputFiles;
    if (bundle === undefined) throw new Error('nothing was bundled');
    const commit = execFileSync('git', ['rev-parse', ref], { cwd: ROOT, encoding: 'utf8' }).trim();
    writeFileSync(KEPT, gzipSync(JSON.stringify({ commit, files: { ...files, 'dist/release.js': bundle.text } }), { level: 9 }));
    console.log(`kept ${commit} in ${KEPT}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [ref] = process.argv.slice(2);
if (ref === undefined) throw new Error('node build/keep-release.ts REF');
await main(ref);
