-- Cards and reservations go once the years the city keeps them are over (§8(1)⑧): in batches, each with its figures, a closing record and a line of
-- the log in one transaction, so that a night that ends in the middle has done what it did.

-- What stands for removed rows: the record, and the sealed line that says the same.
CREATE OR REPLACE FUNCTION keeping.record(p_kind text, p_month date, p_rows integer, p_parts integer, p_digest text, p_years integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  INSERT INTO keeping.records (kind, month, rows, parts, digest, years, at) VALUES (p_kind, p_month, p_rows, p_parts, p_digest, p_years, v_at);
  UPDATE keeping.nights n SET removed = n.removed || jsonb_build_object(p_kind, coalesce((n.removed ->> p_kind)::integer, 0) + p_rows)
  WHERE n.day = lib.day_of(v_at);
  PERFORM audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'keeping.removed', v_at, NULL, NULL, NULL,
    jsonb_build_object('of', p_kind, 'month', to_char(p_month, 'YYYY-MM'), 'rows', p_rows, 'parts', p_parts, 'years', p_years, 'digest', p_digest));
END $$;

-- What reservations count for, by day, office, service and channel, as `lists/numbers/sources.ts` counts those that stand: cancelled ones as that alone, what staff took back
-- not at all, one taken before going live by that. `unseen`: the part of each figure that who may not see persons under 支援措置 does not have; a visit of such persons alone is none to them.
CREATE OR REPLACE FUNCTION keeping.counted(p_reservations uuid[]) RETURNS SETOF keeping.figures LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT v.day, v.office_id, v.service_id, v.channel, (count(*) FILTER (WHERE v.stands))::integer, coalesce(sum(v.people) FILTER (WHERE v.stands), 0)::integer,
    (count(*) FILTER (WHERE NOT v.stands))::integer, sum(v.handed_over)::integer, sum(v.incomplete)::integer, sum(v.no_show)::integer, sum(v.arrived)::integer,
    (count(*) FILTER (WHERE v.stands AND v.unseen))::integer, coalesce(sum(v.unseen_people) FILTER (WHERE v.stands), 0)::integer,
    (count(*) FILTER (WHERE NOT v.stands AND v.unseen))::integer, sum(v.unseen_handed_over)::integer, sum(v.unseen_incomplete)::integer,
    sum(v.unseen_no_show)::integer, sum(v.unseen_arrived)::integer
  FROM (
    SELECT s.day, s.office_id, s.service_id, CASE WHEN r.former_number IS NULL THEN r.channel ELSE 'migrated' END AS channel, r.state <> 'cancelled' AS stands,
      m.people = m.unseen_people AS unseen, m.*
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id CROSS JOIN LATERAL (
      SELECT count(*) AS people, count(*) FILTER (WHERE p.hidden) AS unseen_people,
        count(*) FILTER (WHERE p.outcome = 'handed-over') AS handed_over, count(*) FILTER (WHERE p.outcome = 'handed-over' AND p.hidden) AS unseen_handed_over,
        count(*) FILTER (WHERE p.outcome = 'incomplete') AS incomplete, count(*) FILTER (WHERE p.outcome = 'incomplete' AND p.hidden) AS unseen_incomplete,
        count(*) FILTER (WHERE p.outcome = 'no-show') AS no_show, count(*) FILTER (WHERE p.outcome = 'no-show' AND p.hidden) AS unseen_no_show,
        count(*) FILTER (WHERE p.outcome = 'arrived') AS arrived, count(*) FILTER (WHERE p.outcome = 'arrived' AND p.hidden) AS unseen_arrived
      FROM (
        SELECT x.outcome, cards.is_protected(c.protected, x.person_key) AS hidden FROM reservations.members x LEFT JOIN cards.cards c ON c.id = x.card_id
        WHERE x.reservation_id = r.id AND x.removed_at IS NULL) p) m
    WHERE r.id = ANY (p_reservations) AND NOT r.taken_back) v
  GROUP BY v.day, v.office_id, v.service_id, v.channel
$$;

-- Adds what these reservations count for to the figures of their days.
CREATE OR REPLACE FUNCTION keeping.add_figures(p_reservations uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO keeping.figures AS f (day, office_id, service_id, channel, visits, people, cancelled, handed_over, incomplete, no_show, arrived,
    unseen_visits, unseen_people, unseen_cancelled, unseen_handed_over, unseen_incomplete, unseen_no_show, unseen_arrived)
  SELECT c.* FROM keeping.counted(p_reservations) c
  ON CONFLICT (day, office_id, service_id, channel) DO UPDATE SET visits = f.visits + EXCLUDED.visits, people = f.people + EXCLUDED.people,
    cancelled = f.cancelled + EXCLUDED.cancelled, handed_over = f.handed_over + EXCLUDED.handed_over,
    incomplete = f.incomplete + EXCLUDED.incomplete, no_show = f.no_show + EXCLUDED.no_show, arrived = f.arrived + EXCLUDED.arrived,
    unseen_visits = f.unseen_visits + EXCLUDED.unseen_visits, unseen_people = f.unseen_people + EXCLUDED.unseen_people,
    unseen_cancelled = f.unseen_cancelled + EXCLUDED.unseen_cancelled, unseen_handed_over = f.unseen_handed_over + EXCLUDED.unseen_handed_over,
    unseen_incomplete = f.unseen_incomplete + EXCLUDED.unseen_incomplete, unseen_no_show = f.unseen_no_show + EXCLUDED.unseen_no_show,
    unseen_arrived = f.unseen_arrived + EXCLUDED.unseen_arrived
$$;

-- Removes at most p_limit visits that are past their years. Returns how many: 0 is the end.
CREATE OR REPLACE FUNCTION keeping.remove_reservations(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_ids constant uuid[] := reservations.lock_past(p_limit);
  r record;
BEGIN
  IF cardinality(v_ids) = 0 THEN RETURN 0; END IF;
  PERFORM keeping.add_figures(v_ids);
  PERFORM outbox.forget(v_ids), ledger.forget(v_ids), counter.forget(v_ids), closing.forget(v_ids);
  FOR r IN SELECT * FROM reservations.remove_past(v_ids) LOOP
    PERFORM keeping.record('reservations', r.month, r.visits, r.members, r.digest, site.number('keep-reservations-years'));
  END LOOP;
  RETURN cardinality(v_ids);
END $$;

-- Why a card stays, for all that is known of it: open, young, here, kept, visit (a visit of it stays), conflict (a row of a list waits for a decision).
CREATE OR REPLACE FUNCTION keeping.stays_before(c cards.cards, p_before date) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(cards.stays_before(c, p_before), CASE
    WHEN EXISTS (SELECT FROM reservations.members m WHERE m.card_id = c.id) OR EXISTS (SELECT FROM counter.acts a WHERE a.card_id = c.id) THEN 'visit'
    WHEN EXISTS (SELECT FROM intake.conflicts f WHERE f.card_id = c.id AND f.decided_at IS NULL) THEN 'conflict'
  END)
$$;
CREATE OR REPLACE FUNCTION keeping.stays(c cards.cards) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT keeping.stays_before(c, cards.past_before()) $$;

-- Whether a card goes with those that were closed before a day: the one condition of counting and removing.
CREATE OR REPLACE FUNCTION keeping.goes(c cards.cards, p_before date) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT cards.closed_before(c, p_before) AND keeping.stays_before(c, p_before) IS NULL $$;

-- How many cards would go.
CREATE OR REPLACE FUNCTION keeping.count_cards(p_before date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer FROM cards.cards c WHERE keeping.goes(c, p_before)
$$;

-- Removes at most p_limit cards that are past their years and that nothing needs, the oldest first; one somebody holds is left for the next time.
-- Returns how many: 0 is the end.
CREATE OR REPLACE FUNCTION keeping.remove_cards(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant date := cards.past_before();
  v_ids bigint[];
  r record;
BEGIN
  v_ids := ARRAY(SELECT c.id FROM cards.cards c WHERE keeping.goes(c, v_before) ORDER BY c.status_at, c.id LIMIT p_limit FOR UPDATE SKIP LOCKED);
  -- Looked at again now that nobody can change them.
  v_ids := ARRAY(SELECT c.id FROM cards.cards c WHERE c.id = ANY (v_ids) AND keeping.goes(c, v_before) ORDER BY c.id);
  IF cardinality(v_ids) = 0 THEN RETURN 0; END IF;
  PERFORM intake.forget(v_ids);
  FOR r IN SELECT * FROM cards.remove_past(v_ids) LOOP
    PERFORM keeping.record('cards', r.month, r.cards, r.events, r.digest, site.number('keep-cards-years'));
  END LOOP;
  RETURN cardinality(v_ids);
END $$;

-- How many there are of each kind.
CREATE OR REPLACE FUNCTION keeping.how_many() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('cards', (SELECT count(*) FROM cards.cards),
    'reservations', (SELECT count(*) FROM reservations.reservations WHERE number IS NOT NULL), 'log', (SELECT count(*) FROM audit.events))
$$;

-- Begins the report of a night; one that was begun goes on.
CREATE OR REPLACE FUNCTION keeping.begin_night() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO keeping.nights (day, began_at, before) SELECT lib.day_of(n.at), n.at, keeping.how_many() FROM (SELECT lib.now() AS at) n
  ON CONFLICT (day) DO NOTHING
$$;

-- Ends it: what is left, and of what is past its years how much stays and why. p_log: lines of the log that went meanwhile.
CREATE OR REPLACE FUNCTION keeping.end_night(p_log bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE keeping.nights n SET ended_at = lib.now(), after = keeping.how_many(),
    removed = n.removed || jsonb_build_object('log', coalesce((n.removed ->> 'log')::bigint, 0) + p_log),
    stays = coalesce((
      SELECT jsonb_object_agg(s.why, s.cards) FROM (
        SELECT keeping.stays(c) AS why, count(*) AS cards FROM cards.cards c
        WHERE cards.closed_before(c, cards.past_before()) GROUP BY 1) s WHERE s.why IS NOT NULL), '{}')
  WHERE n.day = lib.day_of(lib.now())
$$;
