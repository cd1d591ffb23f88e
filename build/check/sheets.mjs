// The built sheets hold nothing that IE11 cannot show (build/style/lint.mjs says what that is).
import { join } from 'node:path';
import { ROOT } from '../node.mjs';
import { lintSheet } from '../style/lint.mjs';
import { buildStyle } from '../style.mjs';

const { files } = await buildStyle();
const sheets = Object.keys(files).filter((name) => name.endsWith('.css'));
let wrong = 0;
for (const sheet of sheets) {
  for (const line of await lintSheet(join(ROOT, 'dist/assets', files[sheet]))) {
    console.error(`${sheet}:${line}`);
    wrong += 1;
  }
}
console.log(`${sheets.length} sheets, ${wrong} wrong`);
process.exitCode = sheets.length === 0 || wrong > 0 ? 1 : 0;
