import { expect, test } from 'vitest';
import type { World } from './world.ts';

/** Takes something the product does away; returns what gives it back. */
export type Away = (world: Pick<World, 'fresh' | 'gates'>) => Promise<() => Promise<void>>;

/** `npm run rehearse -- clauses`: each test runs with its demand's route or act taken away, and must fail. */
export const REHEARSED = process.env['CLAUSES_TAKEN'] !== undefined;

/**
 * The acceptance test of one demand of docs/clauses.md: does what the sentence asks, through the front door.
 * @param away what takes the demand away, so that the rehearsal can see this test fail without it
 * @param ms how long it may take, where it starts machines of its own
 */
export const demandsOf =
  (world: () => Pick<World, 'fresh' | 'gates'>) =>
  (title: string, away: Away, shows: () => Promise<void>, ms?: number): void => {
    if (!REHEARSED) {
      test(title, shows, ms);
      return;
    }
    test(
      `fails without, passes with: ${title}`,
      async () => {
        const giveBack = await away(world());
        try {
          await expect(shows()).rejects.toThrow();
        } finally {
          await giveBack();
        }
        // Control: it was what was taken away that made it fail.
        await shows();
      },
      ms === undefined ? undefined : 2 * ms,
    );
  };
