import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The scripts that add to a page: each file a module a page may ask for. IE11 skips modules, so they may be modern.
 * @param {string} folder
 * @returns {Promise<{ name: string, content: Buffer }[]>}
 */
export async function makeScripts(folder) {
  const entries = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const result = await build({
    entryPoints: entries.map((file) => join(folder, file)),
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: ['es2020'],
    logLevel: 'warning',
  });
  return result.outputFiles.map((file) => ({ name: file.path.slice(folder.length + 1), content: Buffer.from(file.contents) }));
}
