// Reads docs/papers/guidelines.md (§11(9)): each line of a table names who meets it and how that is shown; what the product meets names a test that is there;
// any other paper is linked and there, or one that contractor or city has, of the list in docs/papers/evidence.md.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

const PAPER = 'docs/papers/guidelines.md';
/** What contractor and city have themselves: the first cell of each line. */
const OUTSIDE = 'docs/papers/evidence.md';
const WHO = new Set(['本システム', '受託者', '市']);

type Row = { guideline: string; item: string; who: string; how: string; shown: string };

/** The lines of every table, under their guideline's heading. */
export function rowsOf(text: string): Row[] {
  let guideline = '';
  const found: Row[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) guideline = line.slice(3);
    const cells = line.startsWith('| ')
      ? line
          .slice(1, -1)
          .split(' | ')
          .map((cell) => cell.trim())
      : [];
    const [item = '', who = '', how = '', shown = ''] = cells;
    if (cells.length > 0 && item !== '項目') found.push({ guideline, item, who, how, shown });
  }
  return found;
}

const LINK = /\[[^\]]+\]\(([^)\s]+)(?: "([^"]+)")?\)/gu;

/** How many tests or papers a cell names. */
export const testsIn = (shown: string): number => [...shown.matchAll(LINK)].length;

/** Where the paper's links lead: a file, and words of a test's title that must stand in it. */
export function wrongLinks(shown: string, read: (path: string) => string | undefined): string[] {
  return [...shown.matchAll(LINK)].flatMap(([, target = '', title]) => {
    const path = join('docs/papers', target);
    const text = read(path);
    if (text === undefined) return [`${path} is not there`];
    // A control shows that a test can fail, not that the product holds.
    if (title?.startsWith('control')) return [`${path}: "${title}" is a control, which shows nothing of the product`];
    return title !== undefined && !text.includes(title) ? [`${path} has no test "${title}"`] : [];
  });
}

/** Papers that a cell names without leading to them, and that nobody says to have. */
function unknownPapers(shown: string, outside: ReadonlySet<string>): string[] {
  const named = shown
    .replace(LINK, '')
    .split('、')
    .map((one) => one.trim());
  return named
    .filter((one) => one !== '' && !outside.has(one))
    .map((one) => `cites "${one}", which is no paper: link it, or list it in ${OUTSIDE}`);
}

/** What is wrong with the paper, a sentence each. */
export function wrongGuidelines(text: string, read: (path: string) => string | undefined): string[] {
  const outside = new Set([...(read(OUTSIDE) ?? '').matchAll(/^\| ([^|]+?) \|/gmu)].map(([, name = '']) => name));
  return rowsOf(text).flatMap(({ item, who, how, shown }) => {
    const found = [...wrongLinks(shown, read), ...unknownPapers(shown, outside)];
    if (!WHO.has(who)) found.push(`"${who}" is nobody`);
    if (how === '' || shown === '') found.push('says not how it is met or shown');
    if (who === '本システム' && shown.matchAll(LINK).next().done === true) found.push('is met by the product and names no test');
    return found.map((one) => `${PAPER}: ${item}: ${one}`);
  });
}

/** The paper of the tree. */
export const guidelinesPaper = (): string => readFileSync(join(ROOT, PAPER), 'utf8');

export const readInTree = (path: string): string | undefined =>
  existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined;

function main(): number {
  const text = guidelinesPaper();
  const found = wrongGuidelines(text, readInTree);
  for (const line of found) console.error(line);
  const rows = rowsOf(text).length;
  console.log(`${rows} items, ${found.length} wrong`);
  return found.length > 0 || rows === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
