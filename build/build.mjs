// `npm run build`: src/main.ts becomes dist/main.js, the style sheets and the scripts of the pages theirs.
// Plain JavaScript, because an old Node may start it; the work is done under the Node that npm brought.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ROOT, underOurNode } from './node.mjs';
import { fingerprint, isBuilt, remember } from './stale.mjs';

/**
 * Builds when anything it is built from changed.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function build({ force = false } = {}) {
  const now = fingerprint();
  if (!force && isBuilt(now) && existsSync(join(ROOT, 'dist', 'main.js'))) return false;
  // Loaded only here: the style sheet's tools take longer to load than everything else a warm start does.
  const { buildStyle } = await import('./style.mjs');
  await Promise.all([bundle(), buildStyle()]);
  remember(now);
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href && !underOurNode()) {
  const began = performance.now();
  const built = await build({ force: process.argv.includes('--force') });
  console.log(built ? `built dist/ in ${((performance.now() - began) / 1000).toFixed(1)} s` : 'dist/ is up to date');
}
