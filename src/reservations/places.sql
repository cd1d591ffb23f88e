-- How a visit takes its places and gives them back: the steps the acts are made of. Counts are changed by ledger.* alone.

-- Locks the slots of a longer visit, and those of lapsed holds in its way, in ascending id: sweeping gives back places in slots that are not its own.
CREATE OR REPLACE FUNCTION reservations.lock_slots(p_slots bigint[], p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT ledger.lock(p_slots || coalesce((
    SELECT array_agg(s.id) FROM reservations.standing_in(p_slots) r, unnest(reservations.slots_of(r)) AS s (id) WHERE r.state = 'held' AND r.held_until <= p_at), '{}'))
$$;

-- Gives places of a visit back: p_units of each of its first p_long slots, and all it has of those after them.
CREATE OR REPLACE FUNCTION reservations.free_places(r reservations.reservations, p_units integer, p_long integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v record;
BEGIN
  FOR v IN SELECT u.id, CASE WHEN u.n > p_long THEN r.units ELSE p_units END AS units FROM unnest(reservations.slots_of(r)) WITH ORDINALITY AS u (id, n) ORDER BY u.id LOOP
    IF v.units > 0 THEN PERFORM ledger.free(v.id, v.units, CASE WHEN r.by_desk THEN v.units ELSE 0 END); END IF;
  END LOOP;
END $$;

-- Marks lapsed holds of a slot and gives back exactly what it marked, in every slot they had. Returns the places given back in this one.
-- p_own: the hold for which a place is looked for. Time goes on inside an act: it is never swept by itself, whose places are not all taken yet.
CREATE OR REPLACE FUNCTION reservations.sweep(p_slot bigint, p_own uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now constant timestamptz := lib.now();
  v_here integer := 0;
  v_lapsed uuid[];
  v_back record;
BEGIN
  -- Asked before anything is locked: of a full slot nearly everyone finds nothing to sweep.
  v_lapsed := ARRAY(SELECT r.id FROM reservations.standing_in(ARRAY[p_slot]) r WHERE r.state = 'held' AND r.held_until <= v_now AND r.id IS DISTINCT FROM p_own);
  IF cardinality(v_lapsed) = 0 THEN RETURN 0; END IF;
  FOR v_back IN
    WITH lapsed AS (
      SELECT id FROM reservations.reservations
      WHERE id = ANY (v_lapsed) AND state = 'held' AND held_until <= v_now ORDER BY id FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE reservations.reservations r SET state = 'lapsed', ended_at = v_now FROM lapsed WHERE r.id = lapsed.id
      RETURNING r.units, r.by_desk, reservations.slots_of(r) AS slots
    )
    SELECT u.slot, sum(m.units)::integer AS units, coalesce(sum(m.units) FILTER (WHERE m.by_desk), 0)::integer AS desk
    FROM marked m, unnest(m.slots) AS u (slot) GROUP BY u.slot ORDER BY u.slot
  LOOP
    PERFORM ledger.free(v_back.slot, v_back.units, v_back.desk);
    IF v_back.slot = p_slot THEN v_here := v_back.units; END IF;
  END LOOP;
  RETURN v_here;
END $$;

-- The same for nobody's hold.
CREATE OR REPLACE FUNCTION reservations.sweep(p_slot bigint) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.sweep(p_slot, NULL::uuid) $$;

-- A place in the slot: claim; if there is no room, sweep its lapsed holds and try once more. Refuses `closed` or `full`.
CREATE OR REPLACE FUNCTION reservations.take_place(p_slot bigint, p_units integer, p_by_desk boolean, p_reservation uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF ledger.claim(p_slot, p_units, p_by_desk, p_at) THEN RETURN; END IF;
  IF reservations.sweep(p_slot, p_reservation) > 0 AND ledger.claim(p_slot, p_units, p_by_desk, p_at) THEN RETURN; END IF;
  PERFORM lib.refuse(CASE WHEN s.closed_at IS NOT NULL OR (NOT p_by_desk AND s.opens_at > p_at) THEN 'closed' ELSE 'full' END)
  FROM ledger.slots s WHERE s.id = p_slot;
END $$;

-- A place that is held for the visit already stays taken; whose places it is counted among may change. Refuses `closed`.
CREATE OR REPLACE FUNCTION reservations.take_held(p_slot bigint, p_desk_units integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM ledger.free(p_slot, 0, -p_desk_units);
  IF EXISTS (SELECT FROM ledger.slots WHERE id = p_slot AND closed_at IS NOT NULL) THEN PERFORM lib.refuse('closed'); END IF;
END $$;

-- The same above capacity, where an administrator says why. Refuses `closed`.
CREATE OR REPLACE FUNCTION reservations.take_or_exceed(
  p_slot bigint, p_units integer, p_by_desk boolean, p_reservation uuid, p_exceed_reason text, p_staff integer, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_exceed_reason IS NULL THEN
    PERFORM reservations.take_place(p_slot, p_units, p_by_desk, p_reservation, p_at);
  ELSIF NOT ledger.exceed(p_slot, p_units, p_reservation, p_exceed_reason, p_staff, p_at) THEN
    PERFORM lib.refuse('closed');
  END IF;
END $$;
