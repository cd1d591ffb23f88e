-- 日締め: who did not come on a day is confirmed at its end, and only then written to (§8(2)⑫b).

-- Whether the day of an office was closed and not opened again.
CREATE OR REPLACE FUNCTION counter.day_ended(p_office integer, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM counter.day_ends WHERE office_id = p_office AND day = p_day AND reopened_at IS NULL) $$;

-- The people of a day of an office whose visit nothing has become of. waits: to be moved, which is somebody else's act; begun: their time has come.
CREATE OR REPLACE FUNCTION counter.day_open(p_office integer, p_day date)
RETURNS TABLE (reservation_id uuid, member_position integer, outcome text, waits boolean, begun boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, m.position::integer, m.outcome, reservations.needs_moving(r, s), lib.instant(s.day, s.start_minute) <= lib.now()
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

-- The people of a day of an office who are recorded as not having come, by a press or by a day's end.
CREATE OR REPLACE FUNCTION counter.day_absent(p_office integer, p_day date) RETURNS TABLE (reservation_id uuid, member_position integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, m.position::integer
  FROM services.services v JOIN ledger.slots s ON s.office_id = p_office AND s.service_id = v.id AND s.day = p_day
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'no-show'
$$;

-- Days of the last p_days that are not closed and ask for it: a visit that nothing became of, or somebody who did not come, has an address, and is
-- written to at the day's end alone.
CREATE OR REPLACE FUNCTION counter.unclosed(p_days integer) RETURNS TABLE (office_id integer, day date, visits integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.office_id, d.day, count(*)::integer
  FROM (
    SELECT o.id AS office_id, g::date AS day
    FROM offices.offices o CROSS JOIN generate_series(lib.day_of(lib.now()) - p_days, lib.day_of(lib.now()) - 1, interval '1 day') AS g
    WHERE NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = o.id AND e.day = g::date AND e.reopened_at IS NULL)) d
    CROSS JOIN services.services v JOIN ledger.slots s ON s.office_id = d.office_id AND s.service_id = v.id AND s.day = d.day
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
  WHERE r.state = 'booked' OR (r.mail IS NOT NULL AND EXISTS (
    SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'no-show'))
  GROUP BY d.office_id, d.day
$$;

-- A word for what the page showed of a day: anybody who came or was dealt with since makes another.
CREATE OR REPLACE FUNCTION counter.day_fingerprint(p_office integer, p_day date) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT md5(coalesce(string_agg(reservation_id || ':' || member_position || ':' || coalesce(outcome, '') || ':' || waits, ',' ORDER BY reservation_id, member_position), ''))
  FROM counter.day_open(p_office, p_day)
$$;

-- Closes a day: who did not come is recorded so. They, and who was recorded so by a press, are written to where there is an address, after the
-- minutes the city set (taken back before, nothing is sent), and once for a visit and day, however often that day is closed.
-- Returns the id. Refuses: ended, not_yet (a visit's time is still to come), still_here (somebody came and is not done with), changed_meanwhile.
CREATE OR REPLACE FUNCTION counter.end_day(p_actor audit.actor, p_office integer, p_day date, p_seen text) RETURNS bigint
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
  IF p_day > lib.day_of(v_at) OR EXISTS (SELECT FROM counter.day_open(p_office, p_day) WHERE NOT waits AND NOT begun) THEN PERFORM lib.refuse('not_yet'); END IF;
  IF EXISTS (SELECT FROM counter.day_open(p_office, p_day) WHERE NOT waits AND day_open.outcome = 'arrived') THEN PERFORM lib.refuse('still_here'); END IF;
  BEGIN
    INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (p_office, p_day, v_at, (p_actor).staff_id, 0) RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('ended');
  END;
  FOR o IN SELECT * FROM counter.day_open(p_office, p_day) WHERE NOT waits AND outcome IS NULL ORDER BY reservation_id, member_position LOOP
    v_act := counter.record_outcome(p_actor, o.reservation_id, o.member_position, NULL, 'no-show', '日締め');
    UPDATE counter.acts SET day_end_id = v_id WHERE id = v_act;
  END LOOP;
  SELECT count(*) INTO v_count FROM counter.day_absent(p_office, p_day);
  UPDATE counter.day_ends SET no_shows = v_count WHERE id = v_id;
  PERFORM outbox.put('no-show', r.id, NULL, p_day::text || ':' || v_id, '{}'::jsonb, v_at + make_interval(mins => site.number('no-show-mail-minutes')))
  FROM reservations.reservations r
  WHERE r.mail IS NOT NULL AND r.id IN (SELECT reservation_id FROM counter.day_absent(p_office, p_day)) AND NOT counter.told_absent(r.id, p_day);
  PERFORM audit.write(p_actor, 'counter.day-ended', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', v_count));
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
  FOR v_act IN SELECT id FROM counter.acts WHERE day_end_id = v_id AND undone_at IS NULL ORDER BY reservation_id, position LOOP
    BEGIN
      PERFORM counter.undo(p_actor, v_act);
      back := back + 1;
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      -- Booked again, or their card was changed: what was recorded stands.
      stay := stay + 1;
    END;
  END LOOP;
  PERFORM audit.write(p_actor, 'counter.day-reopened', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', back));
END $$;
