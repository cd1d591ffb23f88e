// `npm run papers`: writes the papers that are made of the program (docs/papers/lists/). `npm run check` refuses them where they are not current.
// `npm run papers -- FOLDER`: writes every paper, manual and exercise as PDF on A4 into the folder too, with what the tests came to on this commit (§13(1)).
// Ends with 0, or 2 for wrong arguments.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../src/lib/root.ts';
import { LISTS } from './papers/lists.ts';
import { volume, writeVolume } from './papers/volume.ts';

async function main([folder, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || folder?.startsWith('-') === true) {
    console.error('npm run papers [-- FOLDER]');
    return 2;
  }
  for (const [file, make] of Object.entries(LISTS)) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), await make());
  }
  console.log(`${Object.keys(LISTS).length} papers in docs/papers/lists`);
  if (folder === undefined) return 0;
  const names = await writeVolume(volume(), folder);
  console.log(`${names.length} PDFs in ${folder}`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
