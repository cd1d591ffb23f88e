import { fillDemo } from '../../src/demo/fill.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { type FreshDatabase, filledDatabase } from './database.ts';

/** A database of this test's own with the made-up Kurume of `start`, of 4,000 cards. */
export const demoDatabase = (): Promise<FreshDatabase> =>
  filledDatabase('demo', (db) => fillDemo(db, systemClock, () => {}, 4_000));
