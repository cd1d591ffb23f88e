-- Visits of the next days whose card will not be there (domain.md "Status"). Read from where the card is, its status and the visit, and
-- stored nowhere: found, sent, moved or cancelled, it is no longer among them.

-- Whether a day is an open day of any office. Offices work for each other: a card is pulled and sent on a day on which its own office may be shut.
CREATE OR REPLACE FUNCTION counter.open_on(p_day date) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM offices.offices o CROSS JOIN services.services v CROSS JOIN LATERAL calendar.open_days(o.id, v.id, p_day, p_day));
END $$;

-- The first such day after a day; NULL where there is none.
CREATE OR REPLACE FUNCTION counter.next_open_day(p_day date) RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT min(counter.nth_open_day(o.id, v.id, p_day, 1)) FROM offices.offices o CROSS JOIN services.services v);
END $$;

-- The last day whose visits are looked at now: today's on an open day; from the city's hour of the evening on, and on days that are shut, up to the next
-- open day.
CREATE OR REPLACE FUNCTION counter.watched_until() RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at constant timestamptz := lib.now();
  v_day constant date := lib.day_of(v_at);
BEGIN
  IF lib.minute_of(v_at) < site.number('evening-hour') * 60 AND counter.open_on(v_day) THEN RETURN v_day; END IF;
  RETURN coalesce(counter.next_open_day(v_day), v_day);
END $$;

-- Why a card will not be there for a visit at an office, or not ready to be handed over: closed, missing, on-hold, status (nobody may book it as it stands),
-- expected (never shelved), transit (on its way), elsewhere (at another office), gone, not-set-up (it went on from 準備中 here before its settings were
-- recorded, in a city that records them). NULL: it will.
CREATE OR REPLACE FUNCTION counter.why_not_ready(c cards.cards, p_office integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN NOT c.is_open THEN 'closed'
    WHEN s.category = 'on-hold' THEN 'on-hold'
    WHEN s.bookable_by = 'nobody' THEN 'status'
    WHEN c.whereabouts IN ('missing', 'expected', 'transit', 'gone') THEN c.whereabouts
    WHEN c.office_id IS DISTINCT FROM p_office THEN 'elsewhere'
    WHEN cards.went_on_unset(c) THEN 'not-set-up' END
  FROM cards.statuses s WHERE s.code = c.status
$$;

-- The people of the visits looked at now, of all offices, who have not come and whose card will not be there, or has expired by then (expired); without
-- card_id who waits for one that is in no list yet (awaited). 要振替 is left out: a person moves it first.
-- It runs with every page of the desk: PL/pgSQL keeps its plan, made once a connection and not five times with each day first, as those of the others that do.
CREATE OR REPLACE FUNCTION counter.visits_not_ready() RETURNS TABLE (reservation_id uuid, member_position integer, card_id bigint, office_id integer, day date, start_minute integer, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_first constant date := lib.day_of(lib.now());
  v_last constant date := counter.watched_until();
  v_records constant boolean := cards.records_set_ups();
BEGIN
  RETURN QUERY
  -- Most cards are there, told by the row: why is asked of the few others, after (OFFSET 0), or the planner asks of every card.
  SELECT n.reservation, n.place, (n.c).id, n.at_office, n.on_day, n.minute, coalesce(n.reason, 'expired')
  FROM (
    SELECT few.*, counter.why_not_ready(few.c, few.at_office) AS reason
    FROM (
      SELECT r.id AS reservation, m.position::integer AS place, c, r, s, s.office_id AS at_office, s.day AS on_day, s.start_minute::integer AS minute
      FROM offices.offices o CROSS JOIN services.services v
        JOIN ledger.slots s ON s.office_id = o.id AND s.service_id = v.id AND s.day BETWEEN v_first AND v_last
        JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
        JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome IS NULL
        JOIN cards.cards c ON c.id = m.card_id JOIN cards.statuses t ON t.code = c.status
      WHERE NOT c.is_open OR t.bookable_by = 'nobody' OR c.whereabouts NOT IN ('shelf', 'pulled', 'counter') OR c.office_id IS DISTINCT FROM s.office_id
        OR c.expires_on < s.day OR v_records AND c.set_up_at IS NULL
      OFFSET 0) few
    OFFSET 0) n
  WHERE ((n.c).expires_on < n.on_day OR n.reason IS NOT NULL) AND NOT reservations.needs_moving(n.r, n.s)
  UNION ALL
  SELECT r.id, m.position::integer, NULL, s.office_id, s.day, s.start_minute::integer, 'awaited'
  FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
  WHERE m.awaits IS NOT NULL AND m.removed_at IS NULL AND s.day BETWEEN v_first AND v_last AND NOT reservations.needs_moving(r, s);
END $$;

-- The same with the reasons that the release before has words for: it runs beside this one, and cannot say those that came since.
CREATE OR REPLACE FUNCTION counter.not_ready() RETURNS TABLE (reservation_id uuid, member_position integer, card_id bigint, office_id integer, day date, start_minute integer, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT n.* FROM counter.visits_not_ready() n WHERE n.why NOT IN ('not-set-up', 'expired') $$;
