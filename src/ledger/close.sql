-- Slots shut by a closing and opened again, and places set aside for those it took away. closed_at, closing_id and gone change together:
-- closed_at is null only while no closing shuts the slot and a plan holds it.

-- Locks slots in ascending id, before anything about them is read: a plain UPDATE's lock let 35 bookings through.
CREATE OR REPLACE FUNCTION ledger.lock(p_slots bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM ledger.slots WHERE id = ANY (p_slots) ORDER BY id FOR UPDATE;
END $$;

-- Shuts slots that no closing shuts yet. The caller has locked them. closed_at moves on for a slot that was `gone`: who was kept there is asked about anew.
CREATE OR REPLACE FUNCTION ledger.close_for(p_closing integer, p_slots bigint[], p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_closed integer;
BEGIN
  UPDATE ledger.slots SET closed_at = p_at, closing_id = p_closing WHERE id = ANY (p_slots) AND closing_id IS NULL;
  GET DIAGNOSTICS v_closed = ROW_COUNT;
  RETURN v_closed;
END $$;

-- Opens slots of a closing again; one that no plan holds stays closed. The caller has locked them. Returns those that are open now.
CREATE OR REPLACE FUNCTION ledger.open_for(p_closing integer, p_slots bigint[]) RETURNS bigint[]
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH opened AS (
    UPDATE ledger.slots SET closing_id = NULL, closed_at = CASE WHEN gone THEN closed_at END
    WHERE id = ANY (p_slots) AND closing_id = p_closing RETURNING id, closed_at
  )
  SELECT coalesce(array_agg(id ORDER BY id) FILTER (WHERE closed_at IS NULL), '{}') FROM opened
$$;

-- Slots of one closing that another one covers too stay shut, by the other.
CREATE OR REPLACE FUNCTION ledger.hand_to(p_from integer, p_to integer, p_slots bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE ledger.slots SET closing_id = p_to WHERE id = ANY (p_slots) AND closing_id = p_from $$;

-- Sets up to p_places of each slot aside for those of a closing, until then: of what citizens could take now, never more. Slots set aside for
-- another closing are left to it. The caller has locked them. Returns the places set aside.
CREATE OR REPLACE FUNCTION ledger.set_aside(p_closing integer, p_slots bigint[], p_places integer, p_until timestamptz, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH put AS (
    UPDATE ledger.slots SET aside_for = p_closing, aside_until = p_until,
      aside = least(p_places, greatest(0, capacity - taken - ledger.desk_kept(desk_until, desk_places, taken_desk, p_at)))
    WHERE id = ANY (p_slots) AND closed_at IS NULL AND (aside = 0 OR aside_until <= p_at)
    RETURNING aside
  )
  SELECT coalesce(sum(aside), 0)::integer FROM put
$$;

-- What a move out of a closing's slot takes of the places set aside for it, before the place itself is claimed as any other. Where the desk
-- took some of them meanwhile, what is left is still theirs.
CREATE OR REPLACE FUNCTION ledger.take_aside(p_slot bigint, p_units integer, p_closing integer, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE ledger.slots SET aside = greatest(0, least(aside, capacity - taken - ledger.desk_kept(desk_until, desk_places, taken_desk, p_at)) - p_units)
  WHERE id = p_slot AND aside_for = p_closing AND aside > 0 AND aside_until > p_at
$$;

-- Nothing is set aside for a closing any more. The caller has locked the slots.
CREATE OR REPLACE FUNCTION ledger.end_aside(p_closing integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE ledger.slots SET aside = 0, aside_for = NULL, aside_until = NULL WHERE aside_for = p_closing $$;
