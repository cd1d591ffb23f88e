import { NEED_WORDS } from '../audit/facts.ts';

/** What one person says of how they come (§8(3)⑥⑨): a proxy and why, a notice or an old card that is lost. None: oneself, with everything. */
export type Need = keyof typeof NEED_WORDS;
export const NEEDS = Object.keys(NEED_WORDS) as Need[];
export const PROXIES = ['proxy-care', 'proxy-guardian', 'proxy-away'] as const satisfies readonly Need[];

/** What a form answered for one person: which proxy comes (anything else: they come themselves), and what is lost. */
type Answered = { comes: string; lost: readonly string[] };

/** Answers as they are kept; what was not asked stays as it was. */
export const needsFrom = ({ comes, lost }: Answered, asks: readonly Question[], before: readonly Need[] = []): Need[] =>
  NEEDS.filter((need) => {
    if (need === 'lost-notice' || need === 'lost-card') return (asks.includes(need) ? lost : before).includes(need);
    return asks.includes('proxy') ? comes === need : before.includes(need);
  });

/** What a text may depend on: one answer, any proxy, or that they come themselves. */
export type Condition = Need | 'proxy' | 'self';

/** The questions, each asked where a text depends on its answer (`services.asks`). */
export type Question = 'proxy' | 'lost-notice' | 'lost-card';

/** What is added to and taken from the papers of who said so; in this order. */
export const PAPER_CONDITIONS = ['proxy', ...NEEDS] as const;
export type PaperCondition = (typeof PAPER_CONDITIONS)[number];
export type PapersByNeed = {
  readonly [on in PaperCondition]?: { readonly add: readonly string[]; readonly without: readonly string[] };
};

const comesByProxy = (needs: readonly Need[]): boolean => PROXIES.some((proxy) => needs.includes(proxy));

/** Whether a condition is met by who is booked with these needs; `services.conditions` judges alike in SQL. */
const holds = (on: Condition, needs: readonly Need[]): boolean =>
  on === 'proxy' ? comesByProxy(needs) : on === 'self' ? !comesByProxy(needs) : needs.includes(on);

/** Whether a text that depends on this is for somebody who said that; empty: for everyone. */
export const concernsNeeds = (on: Condition | '', needs: readonly Need[]): boolean => on === '' || holds(on, needs);

/**
 * What somebody brings of a service's lines, by what they said; the same as `services.to_bring`. What an answer spares are lines of the service alone: whatever
 * another answer adds is brought, and a line that is there already stands once.
 */
export function linesFor(lines: readonly string[], byNeed: PapersByNeed, needs: readonly Need[]): string[] {
  const parts = PAPER_CONDITIONS.flatMap((on) => (holds(on, needs) ? [byNeed[on]] : [])).filter((part) => part !== undefined);
  const left = lines.filter((line) => !parts.some(({ without }) => without.includes(line)));
  return [...left, ...new Set(parts.flatMap(({ add }) => add).filter((line) => !left.includes(line)))];
}

/** Lines that one answer both adds and spares, by the answer: nobody could say which is meant. */
export const contradictions = (byNeed: PapersByNeed): [on: PaperCondition, line: string][] =>
  PAPER_CONDITIONS.flatMap((on) => {
    const { add = [], without = [] } = byNeed[on] ?? {};
    const line = add.find((one) => without.includes(one));
    return line === undefined ? [] : [[on, line] as [PaperCondition, string]];
  });

/**
 * What does not count for whom, after lines of a list were corrected in place: a line that was marked 不要 stays so under its new words. Lists of another
 * length name no line's successor: what is gone from them is marked no longer. Where nothing follows, the very same object.
 */
export function withCorrected(
  byNeed: PapersByNeed,
  lists: readonly (readonly [before: readonly string[], after: readonly string[]])[],
): PapersByNeed {
  const corrected = new Map(
    lists.flatMap(([before, after]) =>
      before.length === after.length
        ? before.flatMap((line, at) => {
            const now = after[at];
            return now === undefined || after.includes(line) || before.includes(now) ? [] : [[line, now] as const];
          })
        : [],
    ),
  );
  if (!PAPER_CONDITIONS.some((on) => byNeed[on]?.without.some((line) => corrected.has(line)))) return byNeed;
  const kept = (lines: readonly string[]): string[] => lines.map((line) => corrected.get(line) ?? line);
  return Object.fromEntries(
    PAPER_CONDITIONS.flatMap((on) => {
      const part = byNeed[on];
      return part === undefined ? [] : [[on, { ...part, without: kept(part.without) }]];
    }),
  );
}

/** The questions on whose answers these texts depend; the same as `services.asks`. */
export function questionsOf(byNeed: PapersByNeed, conditions: readonly (Condition | '')[]): Question[] {
  const on = new Set<string>([...Object.keys(byNeed), ...conditions]);
  return [
    ...([...on].some((one) => one === 'self' || one.startsWith('proxy')) ? (['proxy'] as const) : []),
    ...(['lost-notice', 'lost-card'] as const).filter((one) => on.has(one)),
  ];
}
