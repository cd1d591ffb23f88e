// A person's name is read through a viewer (`src/cards/viewer.ts`), so that nobody under 支援措置 is shown by mistake.
// This reads the SQL of src/. The name or kana of a card, or of a member of a booking, is refused outside of `whoSql` and `seenSql`.
// The same holds for the day and place of a visit: a statement that reads them asks for the viewer (支援措置).
// A file may do without where it stands in the table below, with what hides people there.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

type Source = { path: string; text: string };

/** File → what keeps a protected person from whoever may not see them. */
type Allowed = ReadonlyMap<string, string>;
const ALLOWED: Allowed = new Map([
  ['cards/read.ts', 'a card as its own page shows it: `visibleCard` answers 404 where the viewer may not see it'],
  ['cards/search.ts', 'takes the viewer: whom they may not see is not found'],
  ['cards/take-in.ts', 'compares what a list says with what is stored; nothing is shown'],
  ['cards/decided.sql', 'writes the name a clerk decided for'],
  ['demo/special.ts', 'made-up people'],
  ['intake/decide.ts', 'takes the viewer: conflicts of whom they may not see are left out'],
  ['reservations/awaiting.sql', 'hands who waited back to the row of their file, whose list takes the viewer'],
  ['reservations/party.sql', 'hands a member on within the database'],
  ['reservations/read.ts', 'a reservation as its own page shows it: `seesMembers` and the citizens’ own link ask who may'],
  ['reservations/search.ts', 'takes the viewer: whom they may not see is not found'],
]);

/** `file name` → why when and where its visits are needs no viewer. */
const VISITS_ALLOWED: Allowed = new Map([
  ['closing/outside.ts readOutside', 'by their slots, without a name: `outside-names.ts` takes the viewer'],
  ['closing/retire.ts readInTheWay', 'counts, and the first and the last day'],
  ['closing/reopening.ts reopening', 'counted, by rows of a list that takes the viewer'],
  ['counter/decided.ts leaveToClerks', 'days of offices'],
  ['counter/expected-cards.ts wantedFor', 'what `judge-scan.ts` judges by: it tells nothing of whom the account may not see'],
  ['letters/closed-day.ts whyShut', 'why the slot is shut, for the mail to who booked'],
  ['letters/facts.ts reservationFacts', 'what is mailed to who booked; `mail_held` asks first'],
  ['letters/reminders.ts queueReminders', 'queues mails; nothing is shown'],
  ['letters/waiting.ts offerFacts', 'what is mailed to who waits'],
  ['reservations/grid.ts readSlots', 'places, and how many are taken'],
  ['reservations/read.ts select', 'a reservation as its own page shows it: `seesMembers` and the citizens’ own link ask who may'],
  ['running/month-counts.ts officeCounts', 'counts'],
]);

/** Tables that hold a name, as a statement calls them: `cards.cards c`, `reservations.members AS m`. */
const NAMED =
  /\b(?:cards\.cards|reservations\.members)(?:\s+AS)?\s+(?!SET\b|WHERE\b|ON\b|ORDER\b|JOIN\b|LEFT\b|FOR\b|USING\b|VALUES\b|AS\b)([a-z_]+)\b/gu;

/** The text without the arguments of `whoSql(…)` and `seenSql(…)`, whatever stands in them. */
export function withoutSeen(text: string): string {
  const call = /\b(?:whoSql|seenSql)\(/gu;
  let rest = '';
  let from = 0;
  for (let found = call.exec(text); found !== null; found = call.exec(text)) {
    let at = call.lastIndex;
    for (let depth = 1; depth > 0 && at < text.length; at += 1) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    rest += text.slice(from, found.index);
    from = at;
    call.lastIndex = at;
  }
  return rest + text.slice(from);
}

const withoutComments = ({ path, text }: Source): string =>
  path.endsWith('.sql') ? text.replace(/--[^\n]*/gu, '') : text.replace(/^\s*(?:\/\/|\/?\*)[^\n]*/gmu, '');

/** Every name that is read without a viewer, a sentence each. */
export function unseenReads(sources: readonly Source[], allowed: Allowed = ALLOWED): string[] {
  return sources.flatMap((source) => {
    const text = withoutComments(source);
    const aliases = [...new Set([...text.matchAll(NAMED)].map(([, alias = '']) => alias))];
    if (aliases.length === 0) return [];
    const name = new RegExp(String.raw`\b(?:${aliases.join('|')})\.(?:name|kana)\b`, 'u');
    const found = name.exec(withoutSeen(text));
    return found === null || allowed.has(source.path)
      ? []
      : [`src/${source.path} reads ${found[0]} without a viewer: put it into whoSql or seenSql`];
  });
}

/** Tables that say when a visit is, as a statement calls them. */
const WHEN = /\b(?:ledger\.slots|intake\.bookings)(?:\s+AS)?\s+(?!SET\b|WHERE\b|ON\b|ORDER\b)([a-z_]+)\b/gu;
/** What a file declares, each by itself. */
const DECLARED = /^(?=(?:export )?(?:const|function|async function)\s)/mu;

/** Every declaration that reads when visits are and asks for no viewer, as `file name`. */
function unseenVisits(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !path.endsWith('.sql') && !path.startsWith('demo/'))
    .flatMap((source) =>
      withoutComments(source)
        .split(DECLARED)
        .flatMap((declared) => {
          const aliases = [...new Set([...declared.matchAll(WHEN)].map(([, alias = '']) => alias))];
          if (aliases.length === 0 || !/\breservations\.|\bintake\.bookings\b/u.test(declared) || /\bviewer\b/iu.test(declared))
            return [];
          const when = new RegExp(String.raw`\b(?:${aliases.join('|')})\.(?:day|start_minute)(?:\s+AS\b|,)`, 'u');
          const name = /(?:const|function)\s+(\w+)/u.exec(declared)?.[1] ?? '';
          return when.test(declared) ? [`${source.path} ${name}`] : [];
        }),
    );
}

/** Of those what no exception names, and exceptions that name nothing any more, a sentence each. */
export function wrongVisits(sources: readonly Source[], allowed: Allowed = VISITS_ALLOWED): string[] {
  const found = unseenVisits(sources);
  return [
    ...found
      .filter((one) => !allowed.has(one))
      .map((one) => `src/${one} reads when a visit is without a viewer: ask for one, and put it into seenSql or seenOnly`),
    ...[...allowed.keys()]
      .filter((one) => !found.includes(one))
      .map((one) => `src/${one} needs no exception any more: take it out of build/check/viewers.ts`),
  ];
}

/** Files that stand in the table although nothing in them asks for it. */
export const needless = (sources: readonly Source[], allowed: Allowed = ALLOWED): string[] =>
  [...allowed.keys()]
    .filter(
      (path) =>
        unseenReads(
          sources.filter((source) => source.path === path),
          new Map(),
        ).length === 0,
    )
    .map((path) => `src/${path} needs no exception any more: take it out of build/check/viewers.ts`);

function main(): number {
  const sources = globSync(['**/*.sql', '**/*.ts', '**/*.tsx'], { cwd: join(ROOT, 'src') })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
  const found = [...unseenReads(sources), ...needless(sources), ...wrongVisits(sources)];
  for (const line of found) console.error(line);
  console.log(`${sources.length} files, ${ALLOWED.size + VISITS_ALLOWED.size} exceptions, ${found.length} wrong`);
  return found.length > 0 || sources.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
