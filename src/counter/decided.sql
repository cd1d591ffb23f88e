-- The end of a day by itself (§8(2)⑫b): a day that nobody closed until the city's hour of the next open day of its
-- office is decided by the clock, once. A day whose office records nothing is quiet: looked at again each day at that hour, for a week.

-- When the clock decides a day of an office: at the city's hour of the next day that office is open, on which its clerks may still record. Where that is
-- more than a week away (a place that opens once a month, one that is shut for weeks, or for good): of the first day from a week later on that any office is open,
-- two weeks later at the latest; what is older is noted as left.
CREATE OR REPLACE FUNCTION counter.decides_at(p_office integer, p_day date) RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_day date := (SELECT min(counter.nth_open_day(p_office, v.id, p_day, 1)) FROM services.services v);
BEGIN
  -- The other offices are asked only where it matters: there are many days.
  IF v_day IS NULL OR v_day > p_day + 7 THEN v_day := least(v_day, counter.next_open_day(p_day + 6), p_day + 14); END IF;
  RETURN lib.instant(v_day, 60 * site.number('no-show-hour'));
END $$;

-- The days that are to be decided now. A worker that was away makes up for a week; what is older waits for a clerk. Hour 0: never.
CREATE OR REPLACE FUNCTION counter.days_to_decide() RETURNS TABLE (office_id integer, day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT u.office_id, u.day
  FROM counter.unclosed(31) u CROSS JOIN LATERAL (SELECT counter.decides_at(u.office_id, u.day) AS at) due
  WHERE site.number('no-show-hour') > 0 AND due.at BETWEEN lib.now() - interval '7 days' AND lib.now()
    AND NOT EXISTS (
      SELECT FROM counter.decided_days d WHERE d.office_id = u.office_id AND d.day = u.day
        AND (d.result <> 'quiet' OR lib.now() < lib.instant(lib.day_of(d.at) + 1, 60 * site.number('no-show-hour'))))
    -- Opened again by a clerk, it is theirs to close.
    AND NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = u.office_id AND e.day = u.day)
$$;

-- Notes days that are open for long, so that they are found however old they get (counter.unclosed), and closed ones into which a visit was put since: its
-- press was refused, so nothing says whether anybody came, and the clock leaves it to a clerk. A noted one of which nothing is left is done.
CREATE OR REPLACE FUNCTION counter.note_open_days() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO counter.decided_days (office_id, day, at, result)
  SELECT u.office_id, u.day, lib.now(), 'left' FROM counter.unclosed(31) u WHERE u.day < lib.day_of(lib.now()) - 14 ON CONFLICT DO NOTHING;
  INSERT INTO counter.decided_days AS d (office_id, day, at, result)
  SELECT e.office_id, e.day, lib.now(), 'left' FROM counter.day_ends e
  WHERE e.reopened_at IS NULL AND e.day BETWEEN lib.day_of(lib.now()) - 31 AND lib.day_of(lib.now()) - 1
    AND EXISTS (SELECT FROM counter.day_open(e.office_id, e.day) o WHERE NOT o.waits)
  ON CONFLICT (office_id, day) DO UPDATE SET result = 'left' WHERE d.result = 'closed';
  UPDATE counter.decided_days d SET result = 'closed'
  WHERE d.result <> 'closed' AND d.day < lib.day_of(lib.now()) - 31
    AND NOT EXISTS (SELECT FROM counter.unclosed(NULL) u WHERE u.office_id = d.office_id AND u.day = d.day);
$$;

-- Whether somebody of the staff recorded what became of a visit of one of those days. What the clock recorded is no proof: a day it decided would prove the
-- next one, and so on for good.
CREATE OR REPLACE FUNCTION counter.recorded_on(p_office integer, p_days date[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM unnest(p_days) AS n (day) CROSS JOIN services.services v
      JOIN ledger.slots s ON s.office_id = p_office AND s.service_id = v.id AND s.day = n.day
      JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome IS NOT NULL
      JOIN counter.acts a ON a.reservation_id = r.id AND a.position = m.position AND a.undone_at IS NULL AND a.staff_id IS NOT NULL);
END $$;

-- The five open days of an office before a day, and the five after it.
CREATE OR REPLACE FUNCTION counter.days_around(p_office integer, p_day date) RETURNS date[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT array_agg(n.day) FROM (
    (SELECT DISTINCT d.day FROM services.services v CROSS JOIN LATERAL calendar.open_days(p_office, v.id, p_day - 60, p_day - 1) AS d (day) ORDER BY d.day DESC LIMIT 5)
    UNION
    (SELECT DISTINCT d.day FROM services.services v CROSS JOIN LATERAL calendar.open_days(p_office, v.id, p_day + 1, p_day + 60) AS d (day) ORDER BY d.day LIMIT 5)) n
$$;

-- Whether who has no record of a day may be taken not to have come. Staff recorded somebody of it; or it has three visits at most and they record at that office:
-- at a small one the only visit of a day is often the one that nobody came to. Where more are without any record, it is the presses that were forgotten.
CREATE OR REPLACE FUNCTION counter.may_decide(p_office integer, p_day date) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN counter.recorded_on(p_office, ARRAY[p_day])
    OR (SELECT count(DISTINCT d.reservation_id) FROM counter.day_open(p_office, p_day) d) <= 3 AND counter.recorded_on(p_office, counter.days_around(p_office, p_day));
END $$;

-- Records 未来庁 for those of a day without any record. Left to a clerk: who is at the counter, who belongs to a party of which somebody came, whose card
-- was over by the end of that day. Returns the presses. The caller holds the reservations.
CREATE OR REPLACE FUNCTION counter.decide_absent(p_actor audit.actor, p_office integer, p_day date) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_acts bigint[] := '{}';
  o record;
BEGIN
  PERFORM counter.lock_people(ARRAY(SELECT DISTINCT reservation_id FROM counter.day_open(p_office, p_day) WHERE NOT waits));
  FOR o IN
    SELECT d.reservation_id, d.member_position FROM counter.day_open(p_office, p_day) d
    WHERE NOT d.waits AND d.outcome IS NULL AND NOT EXISTS (
      SELECT FROM reservations.members m
      WHERE m.reservation_id = d.reservation_id AND m.removed_at IS NULL AND m.outcome IN ('arrived', 'handed-over', 'incomplete'))
      AND NOT EXISTS (
        SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id
        WHERE m.reservation_id = d.reservation_id AND m.position = d.member_position AND NOT c.is_open AND lib.day_of(c.status_at) <= p_day)
    ORDER BY d.reservation_id, d.member_position
  LOOP
    BEGIN
      v_acts := v_acts || counter.record_outcome(p_actor, o.reservation_id, o.member_position, NULL, 'no-show', '自動の日締め');
    EXCEPTION WHEN SQLSTATE 'MG001' THEN NULL;
    END;
  END LOOP;
  RETURN v_acts;
END $$;

-- Decides a day that nobody closed. Where nobody is left to a clerk the day is closed; where its presses may not have been made (counter.may_decide),
-- nobody is decided: nobody who came is to read that they did not. Returns how it went; NULL where somebody was first.
CREATE OR REPLACE FUNCTION counter.decide_day(p_actor audit.actor, p_office integer, p_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_acts bigint[];
  v_left integer;
  v_id bigint;
  v_again boolean;
BEGIN
  PERFORM FROM reservations.reservations WHERE id IN (
    SELECT reservation_id FROM counter.day_open(p_office, p_day) UNION SELECT reservation_id FROM counter.day_absent(p_office, p_day)) ORDER BY id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM counter.days_to_decide() d WHERE d.office_id = p_office AND d.day = p_day) THEN RETURN NULL; END IF;
  v_again := EXISTS (SELECT FROM counter.decided_days d WHERE d.office_id = p_office AND d.day = p_day);
  INSERT INTO counter.decided_days AS d (office_id, day, at, result) VALUES (p_office, p_day, v_at, 'quiet')
  ON CONFLICT (office_id, day) DO UPDATE SET at = EXCLUDED.at WHERE d.result = 'quiet';
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT count(*) INTO v_left FROM counter.day_open(p_office, p_day) WHERE NOT waits;
  IF v_left > 0 AND NOT counter.may_decide(p_office, p_day) THEN
    UPDATE counter.decided_days SET left_open = v_left WHERE office_id = p_office AND day = p_day;
    -- Told once, however often it is looked at.
    IF NOT v_again THEN
      PERFORM audit.write(p_actor, 'counter.day-left-open', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', v_left));
    END IF;
    RETURN 'quiet';
  END IF;
  v_acts := counter.decide_absent(p_actor, p_office, p_day);
  SELECT count(*) INTO v_left FROM counter.day_open(p_office, p_day) WHERE NOT waits;
  IF v_left = 0 THEN
    INSERT INTO counter.day_ends (office_id, day, at, no_shows)
    VALUES (p_office, p_day, v_at, (SELECT count(*) FROM counter.day_absent(p_office, p_day))) RETURNING id INTO v_id;
    UPDATE counter.acts SET day_end_id = v_id WHERE id = ANY (v_acts);
  END IF;
  UPDATE counter.decided_days SET result = CASE WHEN v_left = 0 THEN 'closed' ELSE 'part' END, absent = cardinality(v_acts), left_open = v_left
  WHERE office_id = p_office AND day = p_day;
  PERFORM counter.write_to_absent(p_office, p_day, coalesce(v_id::text, 'clock'));
  PERFORM audit.write(p_actor, 'counter.day-decided', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', cardinality(v_acts)));
  RETURN CASE WHEN v_left = 0 THEN 'closed' ELSE 'part' END;
END $$;
