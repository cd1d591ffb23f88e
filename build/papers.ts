// `npm run papers`: writes the papers that are made of the program (docs/papers/lists/). `npm run check` refuses them where they are not current.
// Ends with 0, or 2 for wrong arguments.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../src/lib/root.ts';
import { LISTS } from './papers/lists.ts';

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.error('npm run papers');
    return 2;
  }
  for (const [file, make] of Object.entries(LISTS)) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), await make());
  }
  console.log(`${Object.keys(LISTS).length} papers in docs/papers/lists`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
