import type { LoggedRow } from './chain.ts';
import type { KeptHead } from './heads.ts';

type Place = { generation: number; position: number };

/** A line of the log that says rows were removed because their years were over. */
export type Expiry = {
  eventId: string;
  at: Temporal.Instant;
  years: number;
  /** Generation → the last position it removed. */
  upTo: ReadonlyMap<number, number>;
  /** Where the line itself is sealed; none while it waits. */
  sealed?: Place;
};

type WrongExpiry = Place & { kind: 'young' | 'ahead'; eventId: string };

/** No log is kept shorter, whatever a line says. */
const LEAST_YEARS = 1;
/** Between the database's clock and that of the machine that keeps the heads, and between a seal and its head. */
const SLACK_SECONDS = 86_400;
const DAYS_A_YEAR = 365;

/** What an `audit.expired` line says; undefined for any other. */
export function expiryOf(row: LoggedRow): Expiry | undefined {
  if (row.act !== 'audit.expired') return undefined;
  const { upTo, years } = JSON.parse(row.detail) as { upTo: Place[]; years?: number };
  return {
    eventId: row.id,
    at: Temporal.Instant.fromEpochNanoseconds(BigInt(row.at) * 1_000n),
    years: Math.max(years ?? LEAST_YEARS, LEAST_YEARS),
    upTo: new Map(upTo.map(({ generation, position }) => [generation, position])),
  };
}

/** The first head that reaches so far: what stands there was sealed then at the latest. */
const headAt = (kept: readonly KeptHead[], { generation, position }: Place): KeptHead | undefined =>
  kept.find((head) => head.generation === generation && head.position >= position);

/**
 * Expiries that took what was not old enough, or that are dated ahead. How old a row is, the heads kept elsewhere say and never the database,
 * which whoever holds it can date as he likes; without them only what is dated ahead of `now` is found.
 */
export function wrongExpiries(expiries: readonly Expiry[], kept: readonly KeptHead[], now: Temporal.Instant): WrongExpiry[] {
  return expiries.flatMap(({ eventId, at, years, upTo, sealed }) => {
    const known = sealed === undefined ? now : (headAt(kept, sealed)?.at ?? now);
    const ahead = at.epochMilliseconds > known.epochMilliseconds + SLACK_SECONDS * 1_000;
    const limit = at.subtract({ seconds: years * DAYS_A_YEAR * 86_400 - SLACK_SECONDS });
    const young = [...upTo].filter(([generation, position]) => {
      const head = headAt(kept, { generation, position });
      return kept.length > 0 && (head === undefined || Temporal.Instant.compare(head.at, limit) > 0);
    });
    return [
      ...(ahead
        ? [{ kind: 'ahead' as const, eventId, generation: sealed?.generation ?? 0, position: sealed?.position ?? 0 }]
        : []),
      ...young.map(([generation, position]) => ({ kind: 'young' as const, eventId, generation, position })),
    ];
  });
}
