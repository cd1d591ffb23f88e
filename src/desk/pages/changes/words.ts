import type { Band, WeekRule } from '../../../calendar/rules.ts';
import type { CalendarState, KeptPattern } from '../../../calendar/state.ts';
import { clockSpan, longDate } from '../../../lib/dates/format.ts';
import { type Field, REFUSED, UNCHOSEN } from '../../../lib/form/index.ts';
import type { Option } from '../../../lib/html/index.ts';
import { field } from '../../route.ts';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** 9:00〜12:00、13:00〜17:00: when a day is open; bands that touch are one stretch. */
export function hoursWords(bands: readonly Pick<Band, 'fromMinute' | 'toMinute'>[]): string {
  const spans: { from: number; to: number }[] = [];
  for (const { fromMinute, toMinute } of bands.toSorted((a, b) => a.fromMinute - b.fromMinute)) {
    const last = spans.at(-1);
    if (last !== undefined && last.to === fromMinute) last.to = toMinute;
    else spans.push({ from: fromMinute, to: toMinute });
  }
  return spans.map(({ from, to }) => clockSpan(from, to)).join('、');
}

export const CLOSED = 'closed';

/** The patterns a day may follow, each with its hours; first that it is closed. One out of use shows only where it is followed. */
export const patternOptions = (patterns: ReadonlyMap<number, KeptPattern>, followed?: number | null): Option[] => [
  { value: CLOSED, label: '閉庁' },
  ...openOptions(patterns, followed),
];

export const openOptions = (patterns: ReadonlyMap<number, KeptPattern>, followed?: number | null): Option[] =>
  [...patterns.values()]
    .filter(({ id, retired }) => !retired || id === followed)
    .map(({ id, name, bands, retired }) => ({
      value: String(id),
      label: `${name}　${hoursWords(bands)}${retired ? '（廃止したパターン）' : ''}`,
    }));

/** A pattern chosen in a pull-down: its id, null for closed, undefined for what may not be chosen: none, or one out of use by now. */
export function chosenPattern(patterns: ReadonlyMap<number, KeptPattern>, value: string): number | null | undefined {
  if (value === CLOSED) return null;
  return [...patterns.values()].find(({ id, retired }) => !retired && String(id) === value)?.id;
}

export const patternValue = (id: number | null): string => (id === null ? CLOSED : String(id));

/** A pattern to be chosen → its id, null for closed. */
export const patternChosen = (
  label: string,
  patterns: ReadonlyMap<number, KeptPattern>,
  options: readonly Option[],
): Field<number | null> => ({
  label,
  need: 'silent',
  look: { as: 'select', options: [UNCHOSEN, ...options] },
  read: ({ box, input, context, say }) => {
    const value = field(input, box);
    const chosen = options.some((option) => option.value === value) ? chosenPattern(patterns, value) : undefined;
    if (chosen !== undefined) return chosen;
    say(box, context.sentences.choice(label));
    return REFUSED;
  },
  show: (box, id) => ({ [box]: patternValue(id) }),
});

/** How long a rule of the week is good for, in words; empty: always. */
export const ruleSpan = ({ validFrom, validTo }: Pick<WeekRule, 'validFrom' | 'validTo'>): string =>
  `${validFrom === null ? '' : `${longDate(validFrom)}から`}${validTo === null ? '' : `${longDate(validTo)}まで`}`;

export const patternName = (state: CalendarState, id: number | null): string =>
  id === null ? '閉庁' : (state.patterns.get(id)?.name ?? '（なくなったパターン）');
