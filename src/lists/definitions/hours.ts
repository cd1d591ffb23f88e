import { clockTime } from '../../lib/dates/format.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { type SayOf, time } from '../../lib/form/index.ts';

/** The part of the day in which a visit begins: from `after` on, before `before`; null: from the morning, until the evening. */
export type Hours = { after: number | null; before: number | null };

export const ALL_HOURS: Hours = { after: null, before: null };

export const hourFields = () => ({
  after: time('時刻（この時刻から）', { box: 'time-from', hint: '例：午後だけのときは 12:00。空欄のときは、朝から' }).optional(),
  before: time('時刻（この時刻より前）', {
    box: 'time-until',
    hint: '例：午前だけのときは 12:00。空欄のときは、夜まで',
  }).optional(),
});

export function hoursRules<F extends Hours>({ after, before }: Readonly<Partial<F>>, say: SayOf<F>): void {
  if (typeof after === 'number' && typeof before === 'number' && before <= after)
    say('before', '終わりの時刻が、始まりの時刻より前か、同じです。');
}

/** 9:00から12:00より前; nothing where the whole day is asked for. */
export const hoursWords = ({ after, before }: Hours): string[] =>
  after === null && before === null
    ? []
    : [`${after === null ? '' : `${clockTime(after)}から`}${before === null ? '' : `${clockTime(before)}より前`}`];

/** Whether a visit's slot (`s`) begins then. */
export const hoursSql = ({ after, before }: Hours): Sql =>
  sql`s.start_minute >= ${after ?? 0}::integer AND s.start_minute < ${before ?? 1440}::integer`;
