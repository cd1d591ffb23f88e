import type { Band, WeekRule } from './rules.ts';
import type { Counter } from './state.ts';

/**
 * One thing a draft changes (§8(2)⑤). Kept as data, put upon the rules as they stand when one looks. Ids of new patterns and rules are
 * drawn when the change is written, so that later changes of the same draft can name them. Days are JST, minutes since midnight.
 */
export type Change =
  /** 開庁時間パターン, new or in place of the one with this id. */
  | { kind: 'pattern'; id: number; name: string; bands: readonly Band[] }
  /** No new day may follow it. One in use says where. */
  | { kind: 'pattern-retired'; id: number }
  /** 週の規則, new or in place of the one with this id. */
  | { kind: 'week-rule'; counter: Counter; rule: WeekRule }
  | { kind: 'week-rule-removed'; counter: Counter; id: number }
  /** 臨時開庁, 臨時閉庁 (patternId null), another pattern: for days and counters at once. */
  | { kind: 'days'; counters: readonly Counter[]; days: readonly string[]; patternId: number | null; reason: string }
  /** Those days follow the week again. */
  | { kind: 'days-removed'; counters: readonly Counter[]; days: readonly string[] }
  /** One slot's capacity; null: as the pattern says. */
  | { kind: 'capacity'; counter: Counter; days: readonly string[]; startMinute: number; capacity: number | null }
  /** name null: this day is no holiday. */
  | { kind: 'holiday'; day: string; name: string | null }
  /** Changes no rule: brings the slots of these counters back to what the rules say. */
  | { kind: 'as-ruled'; counters: readonly Counter[] };

/** Whose plan a change alters; none: what all counters share. */
export const countersOf = (change: Change): readonly Counter[] =>
  'counters' in change ? change.counters : 'counter' in change ? [change.counter] : [];
