-- 日締め: who did not come on a day is confirmed at its end, and only then written to (§8(2)⑫b).

-- Whether the day of an office was closed and not opened again.
CREATE OR REPLACE FUNCTION counter.day_ended(p_office integer, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM counter.day_ends WHERE office_id = p_office AND day = p_day AND reopened_at IS NULL) $$;

-- The people of a day of an office whose visit nothing has become of. waits: to be moved, which is somebody else's act, or for a card
-- that never came (reservations.end_wait); begun: their time has come.
CREATE OR REPLACE FUNCTION counter.day_open(p_office integer, p_day date)
RETURNS TABLE (reservation_id uuid, member_position integer, outcome text, waits boolean, begun boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, m.position::integer, m.outcome, reservations.needs_moving(r, s) OR m.awaits IS NOT NULL, lib.instant(s.day, s.start_minute) <= lib.now()
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived')
  WHERE s.office_id = p_office AND s.day = p_day
$$;

-- Whether who did not come to a visit of a day was written to before: the mail left, or is leaving. One that waits gives way to a newer.
CREATE OR REPLACE FUNCTION counter.told_absent(p_reservation uuid, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM outbox.mails m
    WHERE m.reservation_id = p_reservation AND m.kind = 'no-show' AND m.state IN ('sending', 'sent') AND m.once LIKE 'no-show:' || p_reservation || ':' || p_day || ':%')
$$;

-- Whether who did not come on a day may still be written to: for as many days as the log of mails keeps at least (keep-mails-days), so that nobody is twice.
CREATE OR REPLACE FUNCTION counter.writes_of(p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT p_day > lib.day_of(lib.now()) - 90 $$;

-- The people of a day of an office who are recorded as not having come, by a press or by a day's end.
CREATE OR REPLACE FUNCTION counter.day_absent(p_office integer, p_day date) RETURNS TABLE (reservation_id uuid, member_position integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, m.position::integer
  FROM services.services v JOIN ledger.slots s ON s.office_id = p_office AND s.service_id = v.id AND s.day = p_day
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'no-show'
$$;

-- Whether who did not come on a day may be written to: it is closed, or the clock decided it (decided.sql) and no clerk opened it since.
CREATE OR REPLACE FUNCTION counter.absence_stands(p_office integer, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT counter.day_ended(p_office, p_day) OR (
    EXISTS (SELECT FROM counter.decided_days d WHERE d.office_id = p_office AND d.day = p_day AND d.result = 'part')
    AND NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = p_office AND e.day = p_day))
$$;

-- Days before today that are not closed and ask for it: a visit that nothing became of, or somebody who did not come, has an address, and is
-- written to at the day's end alone. p_days: of so many days; NULL: of a month, and the older ones that were noted while they were open (decided.sql), and
-- closed days into which a visit was put since (booked, moved, opened again, kept), as they were noted there: to look at every closed day is too much for a page.
-- It runs with every page of the desk: PL/pgSQL keeps its plan.
CREATE OR REPLACE FUNCTION counter.unclosed(p_days integer) RETURNS TABLE (office_id integer, day date, visits integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
  v_today constant date := lib.day_of(lib.now());
BEGIN
  RETURN QUERY
  -- Days first, then their visits, day by day: the planner would rather read every visit there ever was.
  WITH days AS MATERIALIZED (
    SELECT a.office_id, a.day
    FROM (
      SELECT o.id AS office_id, g::date AS day FROM offices.offices o CROSS JOIN generate_series(v_today - coalesce(p_days, 31), v_today - 1, interval '1 day') AS g
      UNION SELECT d.office_id, d.day FROM counter.decided_days d WHERE p_days IS NULL AND d.result <> 'closed' AND d.day < v_today
      UNION SELECT e.office_id, e.day FROM counter.day_ends e WHERE p_days IS NULL AND e.reopened_at IS NOT NULL AND e.day < v_today) a
    WHERE NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = a.office_id AND e.day = a.day AND e.reopened_at IS NULL))
  SELECT d.office_id, d.day, count(*)::integer
  FROM days d CROSS JOIN services.services v CROSS JOIN LATERAL (
    SELECT r.id, r.state, r.mail FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    WHERE s.office_id = d.office_id AND s.service_id = v.id AND s.day = d.day OFFSET 0) r
  WHERE r.state = 'booked' OR (r.mail IS NOT NULL AND counter.writes_of(d.day) AND NOT counter.told_absent(r.id, d.day) AND EXISTS (
    SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'no-show' OFFSET 0))
  GROUP BY d.office_id, d.day
  UNION ALL
  SELECT d.office_id, d.day, count(DISTINCT o.reservation_id)::integer
  FROM counter.decided_days d JOIN counter.day_ends e ON e.office_id = d.office_id AND e.day = d.day AND e.reopened_at IS NULL
    CROSS JOIN LATERAL counter.day_open(d.office_id, d.day) o
  WHERE p_days IS NULL AND d.result <> 'closed' AND d.day < v_today AND NOT o.waits
  GROUP BY d.office_id, d.day;
END $$;

-- Whether somebody (`m`) who did not come to a visit of a service on a day needs no word to come again: their card is over, or they came for that service since
-- (on that day too), are at the counter, or are booked. Asked of the card and of the person: one who lost the notice may come with another card.
CREATE OR REPLACE FUNCTION counter.needs_no_word(m reservations.members, p_service integer, p_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM cards.cards c WHERE c.id = (m).card_id AND NOT c.is_open) OR EXISTS (
    SELECT FROM reservations.members n JOIN reservations.reservations b ON b.id = n.reservation_id AND b.state IN ('booked', 'ended') AND b.service_id = p_service
      JOIN ledger.slots s ON s.id = b.slot_id AND s.day >= p_day
    WHERE (n.card_id = (m).card_id OR n.person_key = (m).person_key) AND n.reservation_id <> (m).reservation_id AND n.removed_at IS NULL
      AND coalesce(n.outcome IN ('arrived', 'handed-over', 'incomplete'), b.state = 'booked'))
$$;

-- Puts the mails to those of a day who did not come and need a word, of whom nothing is open and none left before; they leave after the minutes the city set.
CREATE OR REPLACE FUNCTION counter.write_to_absent(p_office integer, p_day date, p_key text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT outbox.put('no-show', r.id, NULL, p_day::text || ':' || p_key, '{}'::jsonb, lib.now() + make_interval(mins => site.number('no-show-mail-minutes')))
  FROM reservations.reservations r
  WHERE r.mail IS NOT NULL AND counter.writes_of(p_day) AND NOT counter.told_absent(r.id, p_day) AND r.id IN (
      SELECT a.reservation_id FROM counter.day_absent(p_office, p_day) a JOIN reservations.members m ON m.reservation_id = a.reservation_id AND m.position = a.member_position
      WHERE NOT counter.needs_no_word(m, r.service_id, p_day))
    AND NOT EXISTS (SELECT FROM counter.day_open(p_office, p_day) o WHERE o.reservation_id = r.id AND NOT o.waits)
$$;

-- A word for what the page showed of a day: anybody who came or was dealt with since makes another.
CREATE OR REPLACE FUNCTION counter.day_fingerprint(p_office integer, p_day date) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT md5(coalesce(string_agg(reservation_id || ':' || member_position || ':' || coalesce(outcome, '') || ':' || waits, ',' ORDER BY reservation_id, member_position), ''))
  FROM counter.day_open(p_office, p_day)
$$;

-- Closes a day: who did not come is recorded so. They, and who was recorded so by a press, are written to where there is an address, after the
-- minutes the city set (taken back before, nothing is sent), and once for a visit and day, however often that day is closed. p_write: false where a clerk
-- says that they were written to in hours that a restore lost.
-- Returns the id. Refuses: ended, not_yet (a visit's time is still to come), still_here (somebody came and is not done with), changed_meanwhile.
CREATE OR REPLACE FUNCTION counter.end_day(p_actor audit.actor, p_office integer, p_day date, p_seen text, p_write boolean DEFAULT true) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id bigint;
  v_count integer;
  v_act bigint;
  o record;
BEGIN
  IF counter.day_ended(p_office, p_day) THEN PERFORM lib.refuse('ended'); END IF;
  -- In the order every act locks them in: a press on one of these waits, and finds the day closed.
  PERFORM FROM reservations.reservations WHERE id IN (
    SELECT reservation_id FROM counter.day_open(p_office, p_day) UNION SELECT reservation_id FROM counter.day_absent(p_office, p_day)) ORDER BY id FOR UPDATE;
  IF counter.day_fingerprint(p_office, p_day) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF p_day > lib.day_of(v_at) OR EXISTS (
    -- A card may come until the visit begins, and then it is one of this day.
    SELECT FROM counter.day_open(p_office, p_day) d WHERE NOT d.begun AND (NOT d.waits OR reservations.awaits_card(d.reservation_id))) THEN PERFORM lib.refuse('not_yet'); END IF;
  IF EXISTS (SELECT FROM counter.day_open(p_office, p_day) WHERE NOT waits AND day_open.outcome = 'arrived') THEN PERFORM lib.refuse('still_here'); END IF;
  BEGIN
    INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (p_office, p_day, v_at, (p_actor).staff_id, 0) RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('ended');
  END;
  PERFORM counter.lock_people(ARRAY(SELECT DISTINCT reservation_id FROM counter.day_open(p_office, p_day) WHERE NOT waits));
  FOR o IN SELECT * FROM counter.day_open(p_office, p_day) WHERE NOT waits AND outcome IS NULL ORDER BY reservation_id, member_position LOOP
    v_act := counter.record_outcome(p_actor, o.reservation_id, o.member_position, NULL, 'no-show', '日締め');
    UPDATE counter.acts SET day_end_id = v_id WHERE id = v_act;
  END LOOP;
  SELECT count(*) INTO v_count FROM counter.day_absent(p_office, p_day);
  UPDATE counter.day_ends SET no_shows = v_count WHERE id = v_id;
  IF p_write THEN PERFORM counter.write_to_absent(p_office, p_day, v_id::text); END IF;
  PERFORM audit.write(p_actor, 'counter.day-ended', v_at, NULL, NULL, p_office,
    jsonb_build_object('day', p_day, 'rows', v_count) || CASE WHEN p_write THEN '{}' ELSE '{"unwritten": true}' END::jsonb);
  RETURN v_id;
END $$;

-- Opens a day again: who was recorded as not having come by closing it stands as before, as far as nothing happened to them since.
-- Returns how many went back and how many stay. Refuses: unknown.
CREATE OR REPLACE FUNCTION counter.reopen_day(p_actor audit.actor, p_office integer, p_day date, OUT back integer, OUT stay integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id bigint;
  v_act bigint;
BEGIN
  back := 0;
  stay := 0;
  UPDATE counter.day_ends SET reopened_at = v_at, reopened_by = (p_actor).staff_id WHERE office_id = p_office AND day = p_day AND reopened_at IS NULL RETURNING id INTO v_id;
  IF v_id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM FROM reservations.reservations WHERE id IN (SELECT reservation_id FROM counter.acts WHERE day_end_id = v_id) ORDER BY id FOR UPDATE;
  -- What waits here is not leased before this commits, and is dropped then: nobody is told that they did not come while it is taken back.
  PERFORM FROM outbox.mails m WHERE m.kind = 'no-show' AND m.state = 'waiting' AND m.reservation_id IN (SELECT a.reservation_id FROM counter.day_absent(p_office, p_day) a) ORDER BY m.id FOR UPDATE;
  PERFORM counter.lock_people(ARRAY(SELECT DISTINCT reservation_id FROM counter.acts WHERE day_end_id = v_id AND undone_at IS NULL));
  FOR v_act IN SELECT id FROM counter.acts WHERE day_end_id = v_id AND undone_at IS NULL ORDER BY reservation_id, position LOOP
    BEGIN
      PERFORM counter.undo(p_actor, v_act);
      back := back + 1;
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      -- Their card was changed or, while the day is not over, they are booked again: what was recorded stands. Of a day that is over, who booked again goes back too:
      -- nobody stands for it, and the card stays 予約済.
      stay := stay + 1;
    END;
  END LOOP;
  PERFORM audit.write(p_actor, 'counter.day-reopened', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', back));
END $$;
