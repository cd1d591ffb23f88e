-- What goes, one condition each for removing it and for counting it before (§8(1)⑧).

-- Visits whose day lies before a day, with somebody who came without a card on file. Becomes a part of the statement that asks.
CREATE OR REPLACE FUNCTION reservations.with_past_persons(p_before date) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
  SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE s.day < p_before AND EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.card_id IS NULL AND m.birth_date IS NOT NULL)
$$;

-- A citizen's visit that ended before an instant.
CREATE OR REPLACE FUNCTION reservations.visit_goes(v reservations.visits, p_before timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT (v).expires_at < p_before $$;

-- Holds that never became a booking, ended before an instant and are named by no visit that stays. Becomes a part of the statement that asks: asked of each
-- hold apart, the visits were read whole once a hold.
CREATE OR REPLACE FUNCTION reservations.holds_that_go(p_before timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
  SELECT r.id FROM reservations.reservations r
  WHERE r.number IS NULL AND r.state IN ('lapsed', 'cancelled') AND r.ended_at < p_before
    AND NOT EXISTS (SELECT FROM reservations.visits v WHERE v.reservation_id = r.id AND NOT reservations.visit_goes(v, p_before))
$$;

-- Blanks who came without a card on file, and how to reach them, once the day of the visit is over for longer than the city keeps it; what was
-- booked, when and how it ended stays. A phone or an address given for a card's booking goes with the card.
CREATE OR REPLACE FUNCTION reservations.forget_persons() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant date := lib.day_of(lib.now()) - site.number('keep-persons-days');
  v_ids uuid[];
BEGIN
  v_ids := ARRAY(
    SELECT r.id FROM reservations.reservations r WHERE r.id IN (SELECT i FROM reservations.with_past_persons(v_before) i) ORDER BY r.id FOR UPDATE SKIP LOCKED);
  UPDATE reservations.members SET name = NULL, kana = NULL, birth_date = NULL, person_key = NULL, name_key = NULL, kana_key = NULL, search = NULL, awaits = NULL, typed_kana = NULL
  WHERE reservation_id = ANY (v_ids) AND card_id IS NULL;
  UPDATE reservations.reservations r SET phone = '', mail = NULL
  WHERE r.id = ANY (v_ids) AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.card_id IS NOT NULL);
  -- What was written of who came without a card goes once no visit names them, unless a card of theirs came since.
  PERFORM cards.forget_remarks(ARRAY(
    SELECT DISTINCT x.person_key FROM cards.remarks x WHERE x.card_id IS NULL AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.person_key = x.person_key)));
  RETURN cardinality(v_ids);
END $$;

-- Removes citizens' visits, with the address typed in them, and holds that never became a booking, once they ended longer ago than the city keeps them.
CREATE OR REPLACE FUNCTION reservations.expire(OUT visits bigint, OUT holds bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant timestamptz := lib.now() - make_interval(days => site.number('keep-visits-days'));
  v_ids uuid[];
BEGIN
  DELETE FROM reservations.visits v WHERE reservations.visit_goes(v, v_before);
  GET DIAGNOSTICS visits = ROW_COUNT;
  v_ids := ARRAY(
    SELECT r.id FROM reservations.reservations r WHERE r.id IN (SELECT h FROM reservations.holds_that_go(v_before) h) ORDER BY r.id FOR UPDATE SKIP LOCKED);
  DELETE FROM reservations.members WHERE reservation_id = ANY (v_ids);
  DELETE FROM reservations.reservations WHERE id = ANY (v_ids);
  GET DIAGNOSTICS holds = ROW_COUNT;
  PERFORM reservations.expire_links(v_before);
END $$;

-- How many visits have a person to be blanked.
CREATE OR REPLACE FUNCTION reservations.count_persons(p_before date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer FROM reservations.with_past_persons(p_before)
$$;

-- How many citizens' visits, and holds that came to nothing, would go.
CREATE OR REPLACE FUNCTION reservations.count_ended(p_before timestamptz) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT (SELECT count(*) FROM reservations.visits v WHERE reservations.visit_goes(v, p_before))::integer
    + (SELECT count(*) FROM reservations.holds_that_go(p_before))::integer
$$;
