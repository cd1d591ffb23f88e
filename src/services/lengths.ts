import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import { readService } from './read.ts';

/** How many slots a visit takes: for one person, and one more for every so many who come along (0: none). */
export type Length = { readonly slotsLong: number; readonly slotEvery: number };

/** The same as an office says it; both null: as its service does. */
export type OfficeLength = { readonly slotsLong: number | null; readonly slotEvery: number | null };

/** Of as many as can come together: six (`reservations.add_member`). */
const MOST_PEOPLE = 6;

/** How many slots one, two, … six people take by these numbers, as the rule itself counts (`services.slots_for`). */
export const slotsByPeople = async (tx: Tx, { slotsLong, slotEvery }: Length): Promise<number[]> =>
  (
    await tx.one<{ slots: number[] }>(sql`
      SELECT ARRAY(SELECT services.slots_for(${slotsLong}, ${slotEvery}, g) FROM generate_series(1, ${MOST_PEOPLE}) AS g ORDER BY g) AS slots`)
  ).slots;

export type LengthAt = {
  serviceId: number;
  serviceName: string;
  officeId: number;
  officeName: string;
  own: OfficeLength;
  /** How many slots one, two, … six people take there (`services.length_of`). */
  slots: number[];
};

const select = (which: Sql): Sql => sql`
  SELECT s.id AS "serviceId", s.name AS "serviceName", o.id AS "officeId", o.name AS "officeName",
    jsonb_build_object('slotsLong', l.slots_long, 'slotEvery', l.slot_every) AS own,
    ARRAY(SELECT n.slots FROM generate_series(1, ${MOST_PEOPLE}) AS g (people), services.length_of(s.id, o.id, g.people) n ORDER BY g.people) AS slots
  FROM services.services s CROSS JOIN offices.offices o LEFT JOIN services.lengths l ON l.service_id = s.id AND l.office_id = o.id
  WHERE s.retired_at IS NULL AND o.retired_at IS NULL AND o.is_pickup AND ${which} ORDER BY o.position, o.id, s.position, s.id`;

/** What a visit takes at each office where citizens come. */
export const lengthsOfService = (tx: Tx, serviceId: number): Promise<LengthAt[]> =>
  tx.rows<LengthAt>(select(sql`s.id = ${serviceId}`));

/** What a visit takes there of each service on offer; none where no citizen comes. */
export const lengthsAtOffice = (tx: Tx, officeId: number): Promise<LengthAt[]> =>
  tx.rows<LengthAt>(select(sql`o.id = ${officeId}`));

/** The one of a service at an office; undefined where either is out of use, or no citizen comes there. */
export const lengthAt = (tx: Tx, serviceId: number, officeId: number): Promise<LengthAt | undefined> =>
  tx.row<LengthAt>(select(sql`s.id = ${serviceId} AND o.id = ${officeId}`));

/** Sets how many slots a visit takes at an office, or that it is as its service says. What is booked keeps its slots. `seen`: the fingerprint of what the page showed. */
export const setLength = (
  db: Db,
  actor: Actor,
  { serviceId, officeId }: { serviceId: number; officeId: number },
  seen: string,
  typed: OfficeLength,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const service = await readService(tx, serviceId, 'locked');
    const before = await lengthAt(tx, serviceId, officeId);
    return changeSeen(
      tx,
      actor,
      { act: 'service.length-changed', officeId, of: { service: service?.code ?? '' } },
      { seen, before: before?.own, after: typed },
      () =>
        typed.slotsLong === null
          ? tx.run(sql`DELETE FROM services.lengths WHERE service_id = ${serviceId} AND office_id = ${officeId}`)
          : tx.run(sql`
              INSERT INTO services.lengths (service_id, office_id, slots_long, slot_every) VALUES (${serviceId}, ${officeId}, ${typed.slotsLong}, ${typed.slotEvery})
              ON CONFLICT (service_id, office_id) DO UPDATE SET slots_long = excluded.slots_long, slot_every = excluded.slot_every`),
    );
  });
