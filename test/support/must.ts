import type { Outcome } from '../../src/lib/outcome.ts';

/** The value of an act that a test builds on: where it is refused the test ends with the reason. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(outcome.detail === undefined ? outcome.reason : `${outcome.reason} ${outcome.detail}`);
  return outcome.value;
}

/** How an act came out, in a word: why it was refused, else ok. */
export const said = (outcome: { ok: boolean; reason?: string }): string => (outcome.ok ? 'ok' : (outcome.reason ?? ''));
