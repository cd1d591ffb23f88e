import { join } from 'node:path';
import { importsOf, wrongs } from './floors.mjs';
import { ROOT } from './node.mjs';

const graph = importsOf(join(ROOT, 'src'));
const found = wrongs(graph);
for (const line of found) console.error(line);
console.log(`${graph.size} files, ${[...graph.values()].flat().length} imports, ${found.length} wrong`);
process.exitCode = graph.size === 0 || found.length > 0 ? 1 : 0;
