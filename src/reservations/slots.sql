-- The slots of one visit: the one it begins in and, where so many people take more than one (services.length_of), those right after it. Nearly all visits
-- have one slot; nothing here may cost them anything.

CREATE OR REPLACE FUNCTION reservations.slots_of(p_reservation reservations.reservations) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (p_reservation).slot_id || (p_reservation).more_slots $$;

-- How many people come with a reservation.
CREATE OR REPLACE FUNCTION reservations.people_in(p_id uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(*)::integer FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL $$;

-- The slots that follow one without a gap, so that they are p_long with it; null where the counter shuts before.
CREATE OR REPLACE FUNCTION reservations.slots_after(p_slot ledger.slots, p_long integer) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH RECURSIVE run AS (
    SELECT 1 AS n, (p_slot).id AS id, (p_slot).start_minute + (p_slot).minutes AS until
    UNION ALL
    SELECT run.n + 1, s.id, s.start_minute + s.minutes FROM run JOIN ledger.slots s
      ON s.office_id = (p_slot).office_id AND s.service_id = (p_slot).service_id AND s.day = (p_slot).day AND s.start_minute = run.until AND NOT s.gone
    WHERE run.n < p_long
  )
  SELECT CASE WHEN count(*) = p_long THEN coalesce(array_agg(id ORDER BY n) FILTER (WHERE n > 1), '{}') END FROM run
$$;

-- How many slots a visit has once p_after people come where p_before did: as the length says (services.length_of) where it tells the two apart; else, and where it
-- became shorter since the visit was booked, as it was booked.
CREATE OR REPLACE FUNCTION reservations.length_after(r reservations.reservations, p_office integer, p_before integer, p_after integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN a.slots > b.slots THEN greatest(h.slots, a.slots) WHEN a.slots < b.slots THEN least(h.slots, a.slots) ELSE h.slots END
  FROM services.length_of(r.service_id, p_office, p_before) b, services.length_of(r.service_id, p_office, p_after) a, (SELECT 1 + cardinality(r.more_slots) AS slots) h
$$;

-- What only the slots of a longer visit can say. Apart, because PostgreSQL inlines no function that holds a subquery: what is asked of every
-- visit (below) is inlined and comes here for a longer one alone.
CREATE OR REPLACE FUNCTION reservations.long_minutes(p_slots bigint[]) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT sum(minutes)::integer FROM ledger.slots WHERE id = ANY (p_slots) $$;
CREATE OR REPLACE FUNCTION reservations.long_closed_at(p_slots bigint[]) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT max(closed_at) FROM ledger.slots WHERE id = ANY (p_slots) $$;
CREATE OR REPLACE FUNCTION reservations.long_shut_by(p_slots bigint[]) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT max(closing_id) FROM ledger.slots WHERE id = ANY (p_slots) $$;

-- How long a visit takes, in minutes. Inlined.
CREATE OR REPLACE FUNCTION reservations.minutes_of(p_reservation reservations.reservations, p_slot ledger.slots) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN (p_reservation).more_slots <> '{}' THEN reservations.long_minutes(reservations.slots_of(p_reservation)) ELSE (p_slot).minutes::integer END $$;

-- When the last of a visit's slots was shut; null while all are open. Inlined.
CREATE OR REPLACE FUNCTION reservations.closed_at(p_reservation reservations.reservations, p_slot ledger.slots) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN (p_reservation).more_slots <> '{}' THEN reservations.long_closed_at(reservations.slots_of(p_reservation)) ELSE (p_slot).closed_at END $$;

-- The closing that shuts a visit's slots; null for none. Inlined.
CREATE OR REPLACE FUNCTION reservations.shut_by(p_reservation reservations.reservations, p_slot ledger.slots) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN (p_reservation).more_slots <> '{}' THEN reservations.long_shut_by(reservations.slots_of(p_reservation)) ELSE (p_slot).closing_id END $$;

-- Everyone who stands in any of these slots, once. Inlined: whoever calls it says which state.
CREATE OR REPLACE FUNCTION reservations.standing_in(p_slots bigint[]) RETURNS SETOF reservations.reservations LANGUAGE sql STABLE
AS $$
  SELECT r.* FROM reservations.reservations r WHERE r.slot_id = ANY (p_slots)
  UNION ALL
  SELECT r.* FROM reservations.reservations r WHERE r.more_slots <> '{}' AND r.more_slots && p_slots AND r.slot_id <> ALL (p_slots)
$$;
