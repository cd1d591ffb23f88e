import { describe, expect, test } from 'vitest';
import type { Change } from './changes.ts';
import { planDays } from './plan.ts';
import type { WeekRule } from './rules.ts';
import type { CounterState } from './state.ts';
import { copiedWeek, type WeekChoice, weekChanges } from './week.ts';

const TODAY = '2026-12-01';
const rule = (id: number, patternId: number | null, more: Partial<WeekRule> = {}): WeekRule => ({
  id,
  weekday: 1,
  nth: null,
  exceptMonths: [],
  patternId,
  validFrom: null,
  validTo: null,
  ...more,
});
const counter = (...weekRules: WeekRule[]): CounterState => ({
  counter: { officeId: 1, serviceId: 1 },
  weekRules,
  overrides: new Map(),
  slotOverrides: new Map(),
});
const monday = (patternId: number | null, more: Partial<WeekChoice> = {}): WeekChoice => ({
  weekly: new Map([[1, patternId]]),
  nth: undefined,
  validFrom: null,
  validTo: null,
  ...more,
});
async function chosen(
  one: CounterState,
  choice: WeekChoice,
): Promise<{ changes: Change[]; follows: (day: string) => number | undefined }> {
  let id = 100;
  const changes = await weekChanges(one, choice, TODAY, async () => {
    id += 1;
    return id;
  });
  const rules = new Map(one.weekRules.map((known) => [known.id, known]));
  for (const change of changes) if (change.kind === 'week-rule') rules.set(change.rule.id, change.rule);
  const patterns = [1, 2, 3, 4].map((at) => {
    const band = { fromMinute: 540, toMinute: 600, unitMinutes: 60, capacity: at, deskPlaces: 0, deskUntilOpenDays: 0 };
    return [at, { id: at, name: `P${at}`, bands: [band] }] as const;
  });
  const known = {
    patterns: new Map(patterns),
    weekRules: [...rules.values()],
    holidays: new Map(),
    overrides: new Map(),
    slotOverrides: new Map(),
  };
  // The capacity of its one slot says which pattern a day follows; none: closed.
  return { changes, follows: (day) => planDays(known, day, day)[0]?.slots[0]?.capacity };
}

const [IN_SEASON, AFTER, MUCH_LATER] = ['2026-12-14', '2027-04-05', '2028-06-05'];
const SEASON = { validFrom: '2026-10-01', validTo: '2027-03-31' };

describe('[8(2)⑤b] a week without days holds from now on without an end', () => {
  test('also where a season is followed now: its rule and the one beneath are changed, each a line of the draft', async () => {
    const { changes, follows } = await chosen(counter(rule(1, 1), rule(2, 2, SEASON)), monday(3));
    expect(changes.map((change) => change.kind === 'week-rule' && change.rule.id)).toEqual([2, 1]);
    expect([follows(IN_SEASON), follows(AFTER), follows(MUCH_LATER)]).toEqual([3, 3, 3]);
  });

  test('also where nothing follows the season: a rule without an end is made; closed stays closed with no more than the season’s', async () => {
    const open = await chosen(counter(rule(2, 2, SEASON)), monday(3));
    expect([open.follows(IN_SEASON), open.follows(MUCH_LATER)]).toEqual([3, 3]);
    const shut = await chosen(counter(rule(2, 2, SEASON)), monday(null));
    expect(shut.changes).toHaveLength(1);
    expect([shut.follows(IN_SEASON), shut.follows(MUCH_LATER)]).toEqual([undefined, undefined]);
  });

  test('seasons within one another all follow; a season that begins later stays as it was decided', async () => {
    const inner = { validFrom: '2026-11-01', validTo: '2026-12-31' };
    const later = { validFrom: '2028-06-01', validTo: '2028-06-30' };
    const { follows } = await chosen(counter(rule(1, 1), rule(2, 2, SEASON), rule(3, 4, inner), rule(4, 4, later)), monday(3));
    expect([follows(IN_SEASON), follows('2027-02-01'), follows(AFTER), follows(MUCH_LATER)]).toEqual([3, 3, 3, 4]);
    expect(follows('2028-07-03')).toBe(3);
  });

  test('a rule without an end is replaced and no second one made; what follows the pattern already is left', async () => {
    const { changes } = await chosen(counter(rule(1, 1)), monday(3));
    expect(changes).toMatchObject([{ kind: 'week-rule', rule: { id: 1, patternId: 3, validTo: null } }]);
    expect((await chosen(counter(rule(1, 3), rule(2, 2, SEASON)), monday(3))).changes).toHaveLength(1);
  });
});

test('[8(2)⑤b] so does an nth weekday: also over a rule of it that began on a day, and after one that ends', async () => {
  const nth = { nths: [2], weekday: 1, exceptMonths: [], patternId: 3 };
  const choice = { ...monday(null), weekly: new Map(), nth };
  const began = await chosen(counter(rule(1, 1), rule(2, 2, { nth: 2, validFrom: '2026-10-01' })), choice);
  expect(began.changes).toHaveLength(1);
  const ends = await chosen(counter(rule(1, 1), rule(2, 2, { nth: 2, ...SEASON })), choice);
  // The second Mondays of December 2026 and June 2028, and a first one.
  for (const { follows } of [began, ends]) expect(['2026-12-14', '2028-06-12', '2028-06-05'].map(follows)).toEqual([3, 3, 1]);
});

test('[8(2)⑤b] to a day alone: holds from now on, also over a rule that began on a day', async () => {
  const { follows } = await chosen(counter(rule(1, 1, { validFrom: '2026-04-01' })), monday(3, { validTo: '2026-12-31' }));
  expect([follows(IN_SEASON), follows(AFTER)]).toEqual([3, 1]);
});

test('[8(2)⑤h] a copied week leaves rules that have ended where they are, in the counter it is of and in the one it goes to', async () => {
  const ended = { validFrom: '2026-04-01', validTo: '2026-11-30' };
  const from = { ...counter(rule(1, 1), rule(2, 2, ended), rule(3, 3, SEASON)), counter: { officeId: 2, serviceId: 1 } };
  let id = 100;
  const drawId = async () => {
    id += 1;
    return id;
  };
  const to = counter(rule(4, 4), rule(5, 2, ended));
  expect(await copiedWeek(from, to, TODAY, drawId)).toEqual([
    { kind: 'week-rule-removed', counter: to.counter, id: 4 },
    { kind: 'week-rule', counter: to.counter, rule: rule(101, 1) },
    { kind: 'week-rule', counter: to.counter, rule: rule(102, 3, SEASON) },
  ]);
  expect(await copiedWeek({ ...from, weekRules: [rule(2, 2, ended)] }, to, TODAY, drawId)).toEqual([]);
});
