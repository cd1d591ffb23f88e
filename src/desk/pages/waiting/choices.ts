import type { Tx } from '../../../lib/db/db.ts';
import { DAY_KINDS, type DayKind, PARTS, type Part } from '../../../waiting/acts.ts';
import { kindsIn, type Opening, opensFor, partsOf } from '../../../waiting/openings.ts';
import { readOpenings } from '../../../waiting/read.ts';
import { KIND_WORDS, partWords } from './words.ts';

/** What a form of waiting lets choose: what never can be is not in it (`src/waiting/choices.sql`). */
export type Choices = {
  offices: { value: string; label: string; more: string }[];
  /** Names of offices that are not offered. */
  without: string[];
  days: string[];
  kinds: DayKind[];
  parts: Part[];
  openings: readonly Opening[];
  usualEnd: number;
};

type Named = { id: number; name: string };
/** What somebody waits for already: it stays in the form, whatever became of it. */
type Kept = { officeIds: readonly number[]; from: string; to: string; kinds: readonly DayKind[]; parts: readonly Part[] };

/** Beside an office that does not open for all of it: 平日 午前・午後 */
const opensWords = (own: readonly Opening[], all: readonly Opening[], usualEnd: number): string => {
  const has = opensFor(own, all).map(
    ({ kind, parts }) => `${KIND_WORDS[kind]} ${parts.map((part) => partWords(part, usualEnd)).join('・')}`,
  );
  return has.length === 0 ? '' : `開くのは、${has.join('、')}です。`;
};

function choicesOf(openings: readonly Opening[], offices: readonly Named[], usualEnd: number, kept?: Kept): Choices {
  const offered = offices.filter(
    ({ id }) => openings.some(({ office }) => office === String(id)) || kept?.officeIds.includes(id),
  );
  const days = [...openings.map(({ day }) => day), ...(kept === undefined ? [] : [kept.from, kept.to])];
  const [kinds, parts] = [kindsIn(openings), partsOf(openings)];
  return {
    offices: offered.map(({ id, name }) => {
      const own = openings.filter(({ office }) => office === String(id));
      return { value: String(id), label: name, more: opensWords(own, openings, usualEnd) };
    }),
    without: offices.filter((one) => !offered.includes(one)).map(({ name }) => name),
    days: [...new Set(days)].toSorted(),
    kinds: DAY_KINDS.filter((one) => kinds.includes(one) || kept?.kinds.includes(one)),
    parts: PARTS.filter((one) => parts.includes(one) || kept?.parts.includes(one)),
    openings,
    usualEnd,
  };
}

/** For one card and any of some services. `until`: the last day that comes into question. */
export async function readChoices(
  tx: Tx,
  services: readonly number[],
  card: number,
  offices: readonly Named[],
  usualEnd: number,
  { kept, until }: { kept?: Kept; until?: string | undefined } = {},
): Promise<Choices> {
  const all = (await Promise.all(services.map((service) => readOpenings(tx, service, card)))).flat();
  const openings = until === undefined ? all : all.filter(({ day }) => day <= until);
  return choicesOf(openings, offices, usualEnd, kept);
}

/** Why some offices are not offered; empty: all are. */
export const withoutWords = ({ without }: Choices): string =>
  without.length === 0
    ? ''
    : `次の場所では、空きが出ることがないため、選べません（カードを運ぶ日数が間に合わない、有効期限が切れる、予約できる期間に開く日がないなど）：${without.join('、')}`;
