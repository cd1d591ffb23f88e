// Which days are open is one rule, `calendar.open_days` (src/calendar/open-days.sql). This reads the SQL of src/ and refuses what could become a second one:
// reading `calendar.days`, or telling a closing of a whole day. A file may do so where it stands in the table below, with what it asks instead.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

type Source = { path: string; text: string };

/** File → why it reads which days were laid out. */
type Allowed = ReadonlyMap<string, string>;
const ALLOWED: Allowed = new Map([
  ['calendar/open-days.sql', 'the rule'],
  ['calendar/window.sql', 'the deadline of changing was told as a date: days that a closing shuts count too'],
  ['calendar/windows.ts', 'says how far days are laid out, and whether the plan opens any: why a window has no day'],
  ['closing/slots.ts', 'lays days out'],
  ['closing/differences.ts', 'how far days are laid out'],
  ['closing/month.ts', 'how far days are laid out'],
  ['closing/read.ts', 'what the calendar says of a day, beside the closings of that day'],
  ['closing/reopen.sql', 'which slots a closing that still stands shuts'],
  ['closing/reopening.ts', 'the same, before it is pressed'],
  ['reservations/day-words.sql', 'words for a day without places'],
]);

/** The days laid out, and the mark of a closing that shuts whole days: no hours. */
const READS = [/\b(?:FROM|JOIN|INTO)\s+calendar\.days\b/iu, /\bfrom_minute\s+IS\s+(?:NOT\s+)?NULL\b/iu];

const withoutComments = ({ path, text }: Source): string =>
  path.endsWith('.sql') ? text.replace(/--[^\n]*/gu, '') : text.replace(/^\s*(?:\/\/|\/?\*)[^\n]*/gmu, '');

const found = (source: Source): string | undefined =>
  READS.map((read) => read.exec(withoutComments(source))?.[0]).find((hit) => hit !== undefined);

/** Every file that judges days by itself, a sentence each. `path` is relative to src/. */
export const secondRules = (sources: readonly Source[], allowed: Allowed = ALLOWED): string[] =>
  sources.flatMap((source) => {
    const hit = found(source);
    return hit === undefined || allowed.has(source.path)
      ? []
      : [`src/${source.path} reads ${hit}: which days are open is asked of calendar.open_days`];
  });

/** Files that stand in the table although they read nothing of it. */
export const needless = (sources: readonly Source[], allowed: Allowed = ALLOWED): string[] =>
  [...allowed.keys()]
    .filter((path) => !sources.some((source) => source.path === path && found(source) !== undefined))
    .map((path) => `src/${path} needs no exception any more: take it out of build/check/open-days.ts`);

function main(): number {
  const sources = globSync(['**/*.sql', '**/*.ts', '**/*.tsx'], { cwd: join(ROOT, 'src') })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
  const wrong = [...secondRules(sources), ...needless(sources)];
  for (const line of wrong) console.error(line);
  console.log(`${sources.length} files, ${ALLOWED.size} exceptions, ${wrong.length} wrong`);
  return wrong.length > 0 || sources.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
