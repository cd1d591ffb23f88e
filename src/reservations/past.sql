-- Reservations whose years are over (§8(1)⑧).

-- The day before which a visit is longer ago than the city keeps it.
CREATE OR REPLACE FUNCTION reservations.past_before() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (lib.day_of(lib.now()) - make_interval(years => greatest(site.number('keep-reservations-years'), 1)))::date $$;

-- Whether an open card, or one that is kept, needs a reservation.
CREATE OR REPLACE FUNCTION reservations.is_needed(p_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = p_id AND (c.is_open OR EXISTS (SELECT FROM cards.kept k WHERE k.card_id = c.id AND k.lifted_at IS NULL)))
$$;

-- Whether a visit goes with those whose day and end lie before a day: the one condition of counting and removing. One that nobody ended in all those years (要振替, or
-- a day that was never closed) goes by its day: nothing personal stays for want of a press.
CREATE OR REPLACE FUNCTION reservations.goes(r reservations.reservations, s ledger.slots, p_before date) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT ((r).state = 'booked' OR ((r).state IN ('ended', 'cancelled') AND (r).ended_at < lib.instant(p_before, 0))) AND (r).number IS NOT NULL AND (s).day < p_before
    AND NOT reservations.is_needed((r).id)
$$;

-- How many visits would go.
CREATE OR REPLACE FUNCTION reservations.count_past(p_before date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE reservations.goes(r, s, p_before)
$$;

-- Locks visits that are over, whose years are over and that no card needs, the oldest first; those somebody holds are left for the next time.
-- Their cards are locked too, so that none is opened or kept meanwhile.
CREATE OR REPLACE FUNCTION reservations.lock_past(p_limit integer) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant date := reservations.past_before();
  v_ids uuid[];
BEGIN
  v_ids := ARRAY(
    SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE reservations.goes(r, s, v_before)
    ORDER BY r.ended_at LIMIT p_limit FOR UPDATE OF r SKIP LOCKED);
  PERFORM FROM cards.cards c WHERE c.id IN (SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = ANY (v_ids)) ORDER BY c.id FOR SHARE;
  RETURN ARRAY(SELECT i FROM unnest(v_ids) AS i WHERE NOT reservations.is_needed(i) ORDER BY i);
END $$;

-- Removes visits that lock_past gave, with their parties, what was agreed to, and links. Returns a row a month of their days: how many visits, how many members, and the
-- digest over both.
CREATE OR REPLACE FUNCTION reservations.remove_past(p_ids uuid[]) RETURNS TABLE (month date, visits integer, members integer, digest text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT v.month, count(*)::integer, sum(v.members)::integer, encode(sha256(convert_to(string_agg(v.told, E'\n' ORDER BY v.id), 'UTF8')), 'hex')
  FROM (
    SELECT r.id, date_trunc('month', s.day)::date AS month, p.members, concat_ws(E'\n', r::text, p.told) AS told
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id CROSS JOIN LATERAL (
      SELECT count(*) AS members, string_agg(m::text, E'\n' ORDER BY m.position) AS told FROM reservations.members m WHERE m.reservation_id = r.id) p
    WHERE r.id = ANY (p_ids)) v
  GROUP BY v.month;
  DELETE FROM reservations.links WHERE reservation_id = ANY (p_ids);
  DELETE FROM reservations.agreed WHERE reservation_id = ANY (p_ids);
  DELETE FROM reservations.agreed_papers WHERE reservation_id = ANY (p_ids);
  DELETE FROM reservations.members WHERE reservation_id = ANY (p_ids);
  DELETE FROM reservations.reservations WHERE id = ANY (p_ids);
END $$;
