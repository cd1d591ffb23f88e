// Finds names of the first city and its places in what every city is given: program, manual, papers and figures.
// They may stand in the made-up city (src/demo), in tests, and in the exercises of the training.
import { type Document, readIn } from './tree.ts';

const FIRST = /久留米|くるめ|kurume|田主丸|北野|城島|三潴|善導寺|耳納/iu;

/** Papers that the first city's specification names so; docs/new-city.md tells of each. */
const ALLOWED: ReadonlySet<string> = new Set(['docs/papers/completion.md', 'docs/papers/evidence.md']);

/** Where one of these names stands, a sentence each. */
export const namesOfFirst = ({ file, text }: Document): string[] =>
  text.split('\n').flatMap((line, at) => {
    const name = FIRST.exec(line)?.[0];
    return name === undefined ? [] : [`${file}:${at + 1} says ${name}, a name of one city: say what is true of any`];
  });

function main(): number {
  const files = readIn(['src/**/*.{ts,tsx,sql,css}', 'docs/papers/**/*.{md,svg}', 'docs/manual/**/*.md']).filter(
    ({ file }) => !file.startsWith('src/demo/') && !/\.test\.tsx?$/u.test(file),
  );
  const found = files.filter(({ file }) => !ALLOWED.has(file)).flatMap(namesOfFirst);
  const needless = files
    .filter((one) => ALLOWED.has(one.file) && namesOfFirst(one).length === 0)
    .map(({ file }) => `${file} needs no exception any more: take it out of build/check/first-city.ts`);
  for (const line of [...found, ...needless]) console.error(line);
  console.log(`${files.length} files, ${found.length + needless.length} wrong`);
  return found.length + needless.length > 0 || files.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
