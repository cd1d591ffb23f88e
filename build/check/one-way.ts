// What the kit does is done by the kit alone: this reads src/ and refuses a second way of the same thing (docs/architecture.md).
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

type Source = { path: string; text: string };

/** A pattern that shows a second way of doing a thing, what to use instead, and the files or folders that may match it, with why. */
type Way = { at: RegExp; use: string; in: ReadonlyMap<string, string> };
const WAYS: readonly Way[] = [
  {
    at: /\berrors(?:\[[^\]\n]+\]|\.\w+)\s*=(?!=|>)/u,
    use: 'a form says what is wrong by its definition and rules (lib/form)',
    in: new Map(),
  },
  {
    at: /\b(?:function|const)\s+withQuery\b/u,
    use: 'withQuery of lib/http',
    in: new Map([['lib/http/with-query.ts', 'the one']]),
  },
  {
    at: /\b(?:csvLine|listEncoder|encodeList)\(|text\/csv/u,
    use: 'a list (lists/files.ts), or csv() of desk/route.ts for a short file',
    in: new Map([
      ['lib/csv/', 'the writer'],
      ['lists/files.ts', 'lists as files'],
      ['desk/route.ts', 'short files'],
      ['desk/pages/lists/take.tsx', 'hands a list out in the encoding that was chosen'],
      ['desk/pages/intake/index.tsx', 'hands out what the import wrote'],
      ['intake/rejected.ts', 'grows with the import, row by row'],
      ['demo/cards.ts', 'makes up lists as J-LIS hands them over, in every encoding'],
      ['demo/delivery.ts', 'makes up such a list'],
    ]),
  },
  {
    at: /\.(?:add|subtract)\(\{ (?:days|months)\b|PlainDate\.from\(|PlainYearMonth/u,
    use: 'addDays, dateAfter, eachDay (lib/dates/jst.ts), monthAfter, lastOfMonth (lib/dates/spans.ts) or plainDate',
    in: new Map([
      ['lib/dates/', 'the one'],
      ['lib/values/days.ts', 'refuses a day that is none'],
    ]),
  },
  {
    at: /(?<!\.)\b(?:to|until|last|end) <=? (?:from|first|begin)\b|開始日?より前です/u,
    use: 'endsBefore or lastsNoTime (lib/values/order.ts), with the words of lib/form/sentences.ts',
    in: new Map([['lib/values/order.ts', 'the one']]),
  },
  {
    at: /['>](?:受付済|受付中|未受付)['<]/u,
    use: 'the words for what came of a visit (counter/words.ts)',
    in: new Map([['counter/words.ts', 'the one']]),
  },
  {
    at: /from 'pdfkit'/u,
    use: 'printPdf of lib/pdf',
    in: new Map([['lib/pdf/fonts.ts', 'the one']]),
  },
  {
    at: /^[ \t]*\u3000|\u3000[ \t]*$/mu,
    use: "{'\u3000'}: the compiler drops a wide space that begins or ends a line of markup",
    in: new Map(),
  },
  {
    at: /\.toLocaleString\(/u,
    use: 'grouped of lib/values/numbers.ts',
    in: new Map([['lib/values/numbers.ts', 'the one']]),
  },
  {
    at: /seesProtected\}\s+OR\s+NOT|NOT\s+\$\{[^}]*seesProtected\}/u,
    use: 'seenOnly and unseenOnly of cards/viewer.ts',
    in: new Map([
      ['cards/viewer.ts', 'the one'],
      ['reservations/dead-mails.ts', 'asks first whether anybody is hidden at all: most mails need not be looked up'],
    ]),
  },
  { at: /\bholes?\b(?= ?[(:,}\]]|\.)/u, use: 'placeholder (docs/glossary.md)', in: new Map() },
  { at: /\blift[A-Z]\w*/u, use: 'unlock (docs/glossary.md), or end', in: new Map() },
];

const withoutComments = (text: string): string => text.replace(/^\s*(?:\/\/|\/?\*)[^\n]*/gmu, '');
const stands = (path: string, place: string): boolean => (place.endsWith('/') ? path.startsWith(place) : path === place);

/** Every second way, a sentence each. `path` is relative to src/. */
export const secondWays = (sources: readonly Source[], ways: readonly Way[] = WAYS): string[] =>
  sources.flatMap(({ path, text }) =>
    ways.flatMap((way) => {
      const [hit] = way.at.exec(withoutComments(text)) ?? [];
      return hit === undefined || [...way.in.keys()].some((place) => stands(path, place))
        ? []
        : [`src/${path} has its own ${hit}: use ${way.use}`];
    }),
  );

/** Places that may, although nothing there does. */
export const needlessWays = (sources: readonly Source[], ways: readonly Way[] = WAYS): string[] =>
  ways.flatMap((way) =>
    [...way.in.keys()]
      .filter((place) => !sources.some(({ path, text }) => stands(path, place) && way.at.test(withoutComments(text))))
      .map((place) => `src/${place} needs no exception any more: take it out of build/check/one-way.ts`),
  );

function main(): number {
  const sources = globSync(['**/*.ts', '**/*.tsx'], { cwd: join(ROOT, 'src') })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
  const wrong = [...secondWays(sources), ...needlessWays(sources)];
  for (const line of wrong) console.error(line);
  console.log(`${sources.length} files, ${WAYS.length} ways, ${wrong.length} wrong`);
  return wrong.length > 0 || sources.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
