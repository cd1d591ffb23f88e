import { expect, test } from 'vitest';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { countingOf } from './counting.ts';
import type { Led, Wait } from './menu.ts';

const WAIT: Led<Wait> = {
  words: '警告',
  why: '',
  urgency: 'today',
  href: '/alarms',
  right: 'today.see',
  needs: [],
  ofOffices: false,
  count: () => sql`SELECT 3`,
};
/** A database that answers each question as it is told. */
const database = (one: () => Promise<unknown>) => ({ one }) as unknown as Db;
const ask = {
  session: { rights: new Set(), mustChange: false, bounds: null, accountId: 1 },
  now: Temporal.Instant.from('2026-12-01T00:00:00Z'),
} as unknown as Parameters<ReturnType<typeof countingOf>['badge']>[0];

function counting(one: () => Promise<unknown>, lateMs?: number) {
  const failed: string[] = [];
  return { failed, of: countingOf([WAIT], database(one), (error) => failed.push(String(error)), lateMs) };
}

test('the badge says what was counted', async () => {
  const { of, failed } = counting(async () => ({ counts: [3] }));
  expect((await of.badge(ask))?.map(({ words, count }) => [words, count])).toEqual([['警告', 3]]);
  expect(failed).toEqual([]);
});

test('where counting fails or takes too long the badge says that nobody knows, and the log is told; the page of what waits fails', async () => {
  const gone = counting(async () => {
    throw new Error('no connection');
  });
  expect(await gone.of.badge(ask)).toBeUndefined();
  expect(gone.failed).toEqual(['Error: no connection']);
  await expect(gone.of.now(ask)).rejects.toThrow('no connection');
  const late = counting(() => new Promise(() => {}), 1);
  expect(await late.of.badge(ask)).toBeUndefined();
  expect(late.failed).toEqual(['Error: not within 1 ms']);
});

test('where it fails what was counted a while before is said still, also after a press', async () => {
  let gone = false;
  const { of, failed } = counting(async () => {
    if (gone) throw new Error('no connection');
    return { counts: [3] };
  });
  await of.badge(ask);
  gone = true;
  of.pressed();
  expect((await of.badge(ask))?.map(({ count }) => count)).toEqual([3]);
  expect(failed).toEqual(['Error: no connection']);
});

test('counts that come late do not pile up: however often it is asked and pressed, one is at work and one waits for all', async () => {
  let begun = 0;
  const answers: (() => void)[] = [];
  const { of } = counting(() => {
    begun += 1;
    const nth = begun;
    return new Promise((resolve) => answers.push(() => resolve({ counts: [nth] })));
  }, 1);
  for (let pages = 0; pages < 20; pages += 1) {
    await of.badge(ask);
    of.pressed();
  }
  const page = of.now(ask);
  expect(begun).toBe(1);
  answers[0]?.();
  await expect.poll(() => begun).toBe(2);
  answers[1]?.();
  expect((await page).map(({ count }) => count)).toEqual([2]);
  expect(begun).toBe(2);
});

test('what waits at offices is counted once for all who are bound to these and see the same, and shown by what each may see', async () => {
  let counted = 0;
  const at = (right: Led<Wait>['right']): Led<Wait> => ({
    ...WAIT,
    words: right,
    needs: [right],
    ofOffices: true,
    atOwn: { count: () => sql`SELECT 2`, href: ({ code }) => `/parcels?office=${code}` },
  });
  const db = database(async () => {
    counted += 1;
    return { counts: [2, 5] };
  });
  const of = countingOf([WAIT, at('today.see'), at('cards.move')], db, () => {});
  const bound = (accountId: number, rights: string[], ids: number[]) =>
    ({
      ...ask,
      session: {
        rights: new Set(rights),
        mustChange: false,
        accountId,
        bounds: ids.map((id) => ({ id, code: `o${id}`, name: '' })),
      },
    }) as unknown as typeof ask;
  const shown = async (asked: typeof ask) => (await of.badge(asked))?.map(({ words, count, href }) => [words, count, href]);
  expect(await shown(bound(1, ['today.see'], [3]))).toEqual([['today.see', 2, '/parcels?office=o3']]);
  expect(await shown(bound(2, ['cards.move'], [3]))).toEqual([['cards.move', 5, '/parcels?office=o3']]);
  expect(counted).toBe(1);
  await of.badge(bound(1, ['today.see'], [3, 4]));
  await of.badge(bound(1, ['today.see', 'cards.protected'], [3]));
  expect(counted).toBe(3);
});
