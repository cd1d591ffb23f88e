import type { Db } from '../../lib/db/db.ts';
import { inLanes } from '../../lib/db/lanes.ts';
import { prepared, type Sql, sql } from '../../lib/db/sql.ts';
import { done, type Outcome, refusedAs } from '../../lib/outcome.ts';
import { type Caller, citizenCalls } from './calls.ts';

export const PLACE_REASONS = ['slot_unknown', 'stale_form', 'outside_window', 'full', 'closed', 'past', 'lapsed'] as const;
/** What keeps somebody out of a party. */
export const PARTY_REASONS = [
  'card_not_bookable',
  'already_booked',
  'held_elsewhere',
  'twice_in_party',
  'party_full',
  'too_many_for_mail',
  'too_many_held',
  'too_often',
] as const;
const HOLD_REASONS = [...PLACE_REASONS, ...PARTY_REASONS, 'no_visit'] as const;
const CONFIRM_REASONS = [
  'no_visit',
  'stale_form',
  'cautions',
  'unknown',
  'lapsed',
  'card_not_bookable',
  'closed',
  'past',
  'too_many_for_mail',
] as const;

export type HoldRefusal = (typeof HOLD_REASONS)[number];
type ConfirmRefusal = (typeof CONFIRM_REASONS)[number];

/** Slots in as many lanes: more on two cores gained nothing, with fewer those who choose other slots wait for each other. */
export const LANES = 8;

/** `number`: the slot of a hold, the version of a booking. */
type Call = { cookie: Buffer; id: string; number: number; caller: Caller };
type Row<T> = { place: number; result: T | null; refused: string | null; detail: string | null };

/** A booking locks no slot that another waits for: its lane is any, the same for the same reservation. */
const anyLane = (id: string): number => Number.parseInt(id.slice(0, 4), 16) || 0;

/** The arguments of the functions that take many calls, a column each. */
const columns = (calls: readonly Call[]) => ({
  cookies: calls.map(({ cookie }) => cookie),
  ids: calls.map(({ id }) => id),
  numbers: calls.map(({ number }) => number),
  requests: calls.map(({ caller }) => caller.requestId),
  sources: calls.map(({ caller }) => caller.source),
});

/** An act that goes alone where its lane is idle, and with others where it is not. */
function inLane<T, Reason extends string>(
  db: Db,
  lanes: number,
  reasons: readonly Reason[],
  laneOf: (call: Call) => number,
  alone: (call: Call) => Sql,
  together: (calls: ReturnType<typeof columns>) => Sql,
): (call: Call) => Promise<Outcome<T, Reason>> {
  const answer = ({ result, refused, detail }: Row<T>): Outcome<T, Reason> => {
    if (result !== null) return done(result);
    const refusal = refusedAs(reasons, refused ?? '', detail);
    if (refusal === undefined) throw new Error(`refused as ${refused}`);
    return refusal;
  };
  return inLanes<Call, Outcome<T, Reason>>({
    lanes,
    laneOf,
    ownerOf: ({ cookie }) => cookie.toString('latin1'),
    alone: (call) => citizenCalls(db).act<T, Reason>(reasons, alone(call)),
    together: async (calls) => {
      const rows = await db.rows<Row<T>>(prepared(together(columns(calls))));
      const byPlace = new Map(rows.map((row) => [row.place, row]));
      return calls.map((_, at) => () => {
        const row = byPlace.get(at + 1);
        if (row === undefined) throw new Error(`no answer to call ${at + 1} of ${calls.length}`);
        return answer(row);
      });
    },
  });
}

/** What everybody does in a rush: hold a place, book it. Where many do so at once they go to the database together (decision 0016). */
export function bookingActs(db: Db, lanes: number) {
  const hold = inLane<'held' | 'already' | 'moved', HoldRefusal>(
    db,
    lanes,
    HOLD_REASONS,
    ({ number: slot }) => slot,
    ({ cookie, id, number: slot, caller }) =>
      sql`SELECT citizen.hold(${cookie}, ${id}, ${slot}, ${caller.requestId}, ${caller.source}) AS result`,
    ({ cookies, ids, numbers, requests, sources }) =>
      sql`SELECT place, result, refused, detail FROM citizen.hold_each(${cookies}::bytea[], ${ids}::uuid[], ${numbers}::bigint[], ${requests}::text[], ${sources}::text[])`,
  );
  const confirm = inLane<string, ConfirmRefusal>(
    db,
    lanes,
    CONFIRM_REASONS,
    ({ id }) => anyLane(id),
    ({ cookie, id, number: version, caller }) =>
      sql`SELECT citizen.confirm(${cookie}, ${id}, ${version}, ${caller.requestId}, ${caller.source}) AS result`,
    ({ cookies, ids, numbers, requests, sources }) =>
      sql`SELECT place, result, refused, detail FROM citizen.confirm_each(${cookies}::bytea[], ${ids}::uuid[], ${numbers}::integer[], ${requests}::text[], ${sources}::text[])`,
  );
  return {
    /** `id` is the form's UUID: sent twice, it is one hold. */
    hold: (cookie: Buffer, id: string, slot: number, caller: Caller) => hold({ cookie, id, number: slot, caller }),
    /** The reservation number; again, the same. `version`: of the hold as it was shown. */
    confirm: (cookie: Buffer, id: string, version: number, caller: Caller) => confirm({ cookie, id, number: version, caller }),
  };
}
