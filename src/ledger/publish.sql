-- What publishing does to slots. Whoever calls these holds the row of closing.publishing; rows are locked in ascending id.

-- No plan holds these slots any more: nobody books into them from now on. FOR UPDATE, not an UPDATE's own lock: that one let 35 confirms through.
-- Who stands in them is listed by a later statement of the same READ COMMITTED transaction.
CREATE OR REPLACE FUNCTION ledger.retire(p_slots bigint[], p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at constant timestamptz := lib.stamp(p_at);
  v_gone integer;
BEGIN
  PERFORM FROM ledger.slots WHERE id = ANY (p_slots) ORDER BY id FOR UPDATE;
  UPDATE ledger.slots SET gone = true, closed_at = coalesce(closed_at, v_at) WHERE id = ANY (p_slots) AND NOT gone;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END $$;

-- Slots that stay or come back, as planned: [{id, minutes, capacity, desk_places, desk_until, opens_at}]. Lowered below what is taken, the allowance
-- rises to it: what is taken stays taken and nobody new gets in (claims compare with capacity alone). A slot that a closing shut stays shut.
-- Returns the ids of those that opened again.
CREATE OR REPLACE FUNCTION ledger.replan(p_slots jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_opened bigint[];
BEGIN
  PERFORM FROM ledger.slots WHERE id IN (SELECT (e ->> 'id')::bigint FROM jsonb_array_elements(p_slots) e) ORDER BY id FOR NO KEY UPDATE;
  SELECT coalesce(array_agg(s.id), '{}') INTO v_opened
  FROM ledger.slots s JOIN jsonb_array_elements(p_slots) e ON s.id = (e ->> 'id')::bigint WHERE s.gone AND s.closing_id IS NULL;
  UPDATE ledger.slots s
  SET minutes = p.minutes, capacity = p.capacity, desk_places = p.desk_places, desk_until = p.desk_until,
    allowance = greatest(s.allowance, s.taken - p.capacity),
    closed_at = CASE WHEN s.gone AND s.closing_id IS NULL THEN NULL ELSE s.closed_at END,
    opens_at = CASE WHEN s.gone THEN p.opens_at ELSE s.opens_at END,
    gone = false
  FROM jsonb_to_recordset(p_slots) AS p (id bigint, minutes smallint, capacity integer, desk_places integer, desk_until date, opens_at timestamptz)
  WHERE s.id = p.id;
  RETURN v_opened;
END $$;
