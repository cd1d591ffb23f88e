import { describe, expect, test } from 'vitest';
import { fixedClock } from '../lib/clock.ts';
import { cityNow } from '../site/city.ts';
import type { CommonReads, Maintenance } from './common.ts';
import { momentReads, tellMoment } from './moment.ts';

const clock = fixedClock('2026-11-23T01:00:00Z');
const HOUR = 3_600_000;
const now = Number(clock.now().epochMilliseconds);
const stopFrom = (hours: number, running: boolean): Maintenance => ({
  startsAt: new Date(now + hours * HOUR),
  endsAt: new Date(now + (hours + 2) * HOUR),
  reason: '',
  running,
});
const CITY = { name: '久留米市', hasCards: true };

/** What is read of a city, each read the same until `again` gives another one. */
function reads(stop?: Maintenance) {
  const given = () => ({
    maintenance: Promise.resolve(stop),
    city: Promise.resolve({ ...CITY }),
    numbers: Promise.resolve({ holdMinutes: 15, holdExtensions: 2 }),
    embedder: Promise.resolve(''),
    translations: Promise.resolve(),
    wordings: Promise.resolve(),
  });
  let all: Record<keyof ReturnType<typeof given>, Promise<unknown>> = given();
  const common = {
    maintenance: () => all.maintenance,
    city: () => all.city,
    numbers: () => all.numbers,
    embedder: () => all.embedder,
    texts: () => [all.translations, all.wordings],
  } as unknown as CommonReads;
  return {
    common,
    again: (part: Partial<typeof all>) => {
      all = { ...all, ...part };
    },
  };
}
const away = () => Promise.reject(new Error('the database is away'));

describe('[8(1)⑩] what every page speaks of is waited for once a read', () => {
  test('the same reads: known at once, and the same', async () => {
    const { common } = reads();
    const read = momentReads(common, clock);
    const first = read();
    expect(first).toBeInstanceOf(Promise);
    const moment = await first;
    expect(read()).toBe(moment);
    expect(tellMoment(moment, clock)).toBeUndefined();
    expect(cityNow().name).toBe(CITY.name);
  });
  test.each(['maintenance', 'city', 'numbers', 'embedder', 'translations', 'wordings'] as const)(
    'another read of %s: waited for',
    async (part) => {
      const { common, again } = reads();
      const read = momentReads(common, clock);
      await read();
      again({ [part]: Promise.resolve(undefined) });
      expect(read()).toBeInstanceOf(Promise);
    },
  );
  test('a read that failed is never taken for known', async () => {
    const { common, again } = reads();
    const read = momentReads(common, clock);
    again({ numbers: away() });
    expect((await read()).numbers).toBeUndefined();
    expect(read()).toBeInstanceOf(Promise);
    again({ numbers: Promise.resolve({ holdMinutes: 15, holdExtensions: 2 }) });
    expect((await read()).numbers).toMatchObject({ holdMinutes: 15 });
  });
});

describe('[8(1)⑦d] a planned stop', () => {
  test('that runs is told with every request, also where nothing was read anew', async () => {
    const stop = stopFrom(-1, true);
    const read = momentReads(reads(stop).common, clock);
    expect(tellMoment(await read(), clock)).toBe(stop);
    expect(tellMoment(await read(), clock)).toBe(stop);
  });
  test('that was known before the database went away runs from its beginning; without one the fault is told', async () => {
    const { common, again } = reads(stopFrom(-1, false));
    const read = momentReads(common, clock);
    expect(tellMoment(await read(), clock)).toBeUndefined();
    again({ maintenance: away(), city: away() });
    expect(tellMoment(await read(), clock)).toMatchObject({ running: true });

    const none = reads();
    const readNone = momentReads(none.common, clock);
    await readNone();
    none.again({ maintenance: away() });
    await expect(readNone()).rejects.toThrow('away');
    none.again({ maintenance: Promise.resolve(undefined), city: away() });
    await expect(readNone()).rejects.toThrow('away');
  });
});
