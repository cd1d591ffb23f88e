-- Files of reservations taken before going live (§8(1)⑬): judged, booked row by row, taken back. Each step is a transaction of its own;
-- several processes may do steps at once, and what a dead one left is done by the next.

-- Who waits for a card, as reservations.hold takes them. Rows that an earlier release read have neither key nor name as it was written.
CREATE OR REPLACE FUNCTION intake.awaiting_member(m jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('awaits', m -> 'notice_id', 'birth_date', m -> 'birth_date', 'name_key', m -> 'name_key', 'kana', coalesce(m ->> 'kana', ''), 'kana_key', coalesce(m ->> 'kana_key', ''),
    'name', coalesce(m ->> 'name', m ->> 'name_key'), 'pairs', coalesce(m -> 'pairs', '[]'),
    'person_key', coalesce(m ->> 'person_key', encode(sha256(convert_to((m ->> 'name_key') || '|' || (m ->> 'birth_date'), 'UTF8')), 'hex')))
$$;

-- The cards a party means: members as reservations.hold takes them; how many wait for their card (it is not there, or its notice is not out),
-- and how many name a card that bears another name.
CREATE OR REPLACE FUNCTION intake.party_of(p_members jsonb, OUT members jsonb, OUT missing integer, OUT differs integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_agg(CASE WHEN NOT e.m ? 'notice_id' THEN e.m WHEN c.category <> 'preparing' THEN jsonb_build_object('card_id', c.id) ELSE intake.awaiting_member(e.m) END ORDER BY e.n),
    (count(*) FILTER (WHERE e.m ? 'notice_id' AND CASE WHEN c.id IS NULL THEN o.id IS NULL ELSE c.category = 'preparing' END))::integer,
    (count(*) FILTER (WHERE e.m ? 'notice_id' AND c.id IS NULL AND o.id IS NOT NULL))::integer
  FROM jsonb_array_elements(p_members) WITH ORDINALITY AS e (m, n)
    LEFT JOIN LATERAL (
      SELECT k.id, st.category FROM cards.cards k JOIN cards.statuses st ON st.code = k.status
      WHERE k.is_open AND k.notice_id = e.m ->> 'notice_id' AND k.birth_date = (e.m ->> 'birth_date')::date AND k.name_key = e.m ->> 'name_key' ORDER BY k.id LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT k.id FROM cards.cards k WHERE k.is_open AND k.notice_id = e.m ->> 'notice_id' AND k.birth_date = (e.m ->> 'birth_date')::date ORDER BY k.id LIMIT 1) o ON true
$$;

-- How many people of a visit `k` that an earlier file has are still known, also such as staff took out of it since, and how many of a party are among them:
-- as persons, or by the card's notice ID and birth date where its name was corrected.
CREATE OR REPLACE FUNCTION intake.people_met(k intake.bookings, p_members jsonb, OUT people integer, OUT met integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS (
    SELECT e.m ->> 'person_key' AS person_key, e.m ->> 'notice_id' AS notice_id, (e.m ->> 'birth_date')::date AS birth FROM jsonb_array_elements((k).members) AS e (m)
    UNION ALL
    SELECT m.person_key, coalesce(c.notice_id, m.awaits), coalesce(c.birth_date, m.birth_date)
    FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = (k).reservation_id AND (m.person_key IS NOT NULL OR c.id IS NOT NULL OR m.awaits IS NOT NULL)
  )
  SELECT (SELECT count(*) FROM own)::integer, (
    SELECT count(*) FROM jsonb_array_elements(p_members) AS e (m)
    WHERE EXISTS (SELECT FROM own o WHERE o.person_key = e.m ->> 'person_key' OR (o.notice_id = e.m ->> 'notice_id' AND o.birth = (e.m ->> 'birth_date')::date)))::integer
$$;

-- What the number of a visit `b` says where a visit `k` of an earlier file has it: there (the same people, at the hour they had or have), moved (another hour),
-- party_changed (somebody is new), number_taken (other people). Of whom nobody is known any more, the hour alone says it.
CREATE OR REPLACE FUNCTION intake.number_says(k intake.bookings, b intake.bookings) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN p.people = 0 THEN CASE WHEN h.same THEN 'there' ELSE 'number_taken' END
    WHEN p.met = 0 THEN 'number_taken'
    WHEN NOT h.same THEN 'moved'
    WHEN p.met < jsonb_array_length((b).members) THEN 'party_changed'
    ELSE 'there' END
  FROM intake.people_met(k, (b).members) p CROSS JOIN LATERAL (
    SELECT ((k).office_id, (k).service_id, (k).day, (k).start_minute) IS NOT DISTINCT FROM ((b).office_id, (b).service_id, (b).day, (b).start_minute) OR EXISTS (
      SELECT FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      WHERE r.id = (k).reservation_id AND (s.office_id, s.service_id, s.day, s.start_minute) = ((b).office_id, (b).service_id, (b).day, (b).start_minute)) AS same) h
$$;

-- What would become of each visit of a file now: new | over (a slot of it is full) | waits (for a card, with its place) | there (booked from an earlier file) |
-- refused, with why; of a full slot whether a card is waited for.
CREATE OR REPLACE FUNCTION intake.judge_bookings(p_import integer) RETURNS TABLE (id bigint, verdict text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH looked AS (
    SELECT b.id, b.line, b.problem, b.service_id, b.day, b.start_minute, s.id AS slot_id, s.minutes, s.closed_at, s.gone, a.slots AS more_slots,
      CASE v.counts WHEN 'people' THEN jsonb_array_length(b.members) ELSE 1 END AS units, p.members, p.missing, p.differs,
      e.says AS number_says
    FROM intake.bookings b
      -- The number stands for a visit of an earlier file, of which there is one at most: of this one, or of another, where two ledgers count from 1.
      LEFT JOIN LATERAL (
        SELECT intake.number_says(k, b) AS says
        FROM intake.bookings k WHERE k.number = b.number AND k.id <> b.id AND k.state IN ('queued', 'booked', 'waiting', 'undoing') LIMIT 1) e ON b.problem = ''
      LEFT JOIN ledger.slots s ON s.office_id = b.office_id AND s.service_id = b.service_id AND s.day = b.day AND s.start_minute = b.start_minute
      LEFT JOIN services.services v ON v.id = b.service_id
      LEFT JOIN LATERAL intake.party_of(b.members) p ON b.problem = ''
      LEFT JOIN LATERAL services.length_of(b.service_id, b.office_id, jsonb_array_length(b.members)) l ON b.problem = ''
      -- Null: the counter shuts before so many are seen to.
      LEFT JOIN LATERAL (SELECT CASE WHEN l.slots = 1 THEN '{}' ELSE reservations.slots_after(s, l.slots) END AS slots) a ON true
    WHERE b.import_id = p_import AND b.state = 'judged'
  ), judged AS (
    SELECT l.*, CASE
      WHEN l.problem <> '' THEN 'unreadable'
      WHEN l.number_says IS NOT NULL THEN l.number_says
      WHEN lib.instant(l.day, l.start_minute + coalesce(l.minutes, 0)) <= lib.now() THEN 'past'
      WHEN l.slot_id IS NULL OR l.gone THEN 'no_slot'
      WHEN l.closed_at IS NOT NULL THEN 'closed'
      WHEN l.more_slots IS NULL OR EXISTS (SELECT FROM ledger.slots n WHERE n.id = ANY (l.more_slots) AND n.closed_at IS NOT NULL) THEN 'too_short'
      WHEN l.differs > 0 THEN 'name_differs'
      WHEN EXISTS (
        SELECT FROM jsonb_array_elements(l.members) m JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint JOIN cards.statuses st ON st.code = c.status
        WHERE cards.not_bookable(true, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NOT NULL) THEN 'card_not_bookable'
      WHEN reservations.stand_already(l.service_id, l.members, lib.now()) THEN 'already_booked'
      WHEN l.missing > 0 THEN 'waits'
      ELSE 'new' END AS says
    FROM looked l
  ), filled AS (
    -- Each in its order takes its places of all its slots. Holds that lapsed count until they are swept, which the booking itself does.
    SELECT y.id, bool_or(y.asked > s.capacity - s.taken + coalesce(h.lapsed, 0)) AS over
    FROM (
      SELECT x.id, u.slot, sum(x.units) OVER (PARTITION BY u.slot ORDER BY x.line) AS asked
      FROM judged x CROSS JOIN LATERAL unnest(x.slot_id || x.more_slots) AS u (slot) WHERE x.says IN ('new', 'waits')) y
      JOIN ledger.slots s ON s.id = y.slot
      LEFT JOIN LATERAL (
        SELECT sum(r.units)::integer AS lapsed FROM reservations.standing_in(ARRAY[s.id]) r WHERE r.state = 'held' AND r.held_until <= lib.now()) h ON true
    GROUP BY y.id
  )
  SELECT j.id,
    CASE WHEN j.over THEN 'over' WHEN j.says IN ('new', 'waits', 'there') THEN j.says ELSE 'refused' END,
    CASE WHEN j.over AND j.says = 'waits' THEN 'waits' WHEN j.says IN ('new', 'waits', 'there') THEN '' ELSE j.says END
  FROM (SELECT x.*, coalesce(f.over, false) AS over FROM judged x LEFT JOIN filled f ON f.id = x.id) j ORDER BY j.line
$$;

CREATE OR REPLACE FUNCTION intake.actor_of(p_import integer) RETURNS audit.actor
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ROW(CASE WHEN staff_id IS NULL THEN 'operator' ELSE 'staff' END, staff_id, NULL, NULL)::audit.actor FROM intake.imports WHERE id = p_import $$;

-- Says once in the log what became of a file, when nothing of it is left to do.
CREATE OR REPLACE FUNCTION intake.close_bookings(p_import integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  i intake.imports;
  v_counts jsonb;
BEGIN
  SELECT * INTO i FROM intake.imports WHERE id = p_import FOR UPDATE;
  IF EXISTS (SELECT FROM intake.bookings WHERE import_id = p_import AND state IN ('queued', 'undoing')) THEN RETURN; END IF;
  SELECT jsonb_object_agg(state, n) INTO v_counts FROM (SELECT state, count(*) AS n FROM intake.bookings WHERE import_id = p_import GROUP BY state) x;
  IF i.ended_at IS NULL THEN
    UPDATE intake.imports SET ended_at = lib.now() WHERE id = p_import;
    PERFORM audit.write(intake.actor_of(p_import), CASE WHEN i.undone_at IS NULL THEN 'intake.reservations-imported' ELSE 'intake.reservations-undone' END,
      lib.now(), NULL, NULL, NULL, jsonb_build_object('import', p_import) || v_counts);
  END IF;
END $$;

-- Does the next step of any file: books one visit, also one whose card is not there yet, or takes one back. False: nothing is left.
CREATE OR REPLACE FUNCTION intake.next_booking() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  b intake.bookings;
  i intake.imports;
  p record;
  v_slot bigint;
  v_state text := 'booked';
  v_reason text := '';
  v_did text;
BEGIN
  SELECT * INTO b FROM intake.bookings WHERE state IN ('queued', 'undoing') ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT * INTO STRICT i FROM intake.imports WHERE id = b.import_id;
  IF b.state = 'undoing' THEN
    IF reservations.undo_take_over(intake.actor_of(i.id), b.reservation_id, '稼働前の予約の登録の取り消し', i.tell) THEN v_state := 'undone'; ELSE v_reason := 'touched'; END IF;
  ELSE
    SELECT * INTO p FROM intake.party_of(b.members);
    SELECT id INTO v_slot FROM ledger.slots WHERE office_id = b.office_id AND service_id = b.service_id AND day = b.day AND start_minute = b.start_minute AND NOT gone;
    IF p.differs > 0 THEN v_state := 'failed'; v_reason := 'name_differs';
    ELSIF v_slot IS NULL THEN v_state := 'failed'; v_reason := 'no_slot';
    ELSE
      BEGIN
        v_did := reservations.take_over(intake.actor_of(i.id), b.reservation_id, b.number, b.service_id, v_slot, p.members, b.channel, b.mail, b.phone, i.exceed_reason, i.tell);
        IF b.remark <> '' AND i.staff_id IS NOT NULL THEN PERFORM intake.keep_remark(intake.actor_of(i.id), p.members -> 0, b.remark, b.reservation_id); END IF;
      EXCEPTION WHEN SQLSTATE 'MG001' THEN
        v_state := 'failed';
        v_reason := SQLERRM;
      END;
    END IF;
  END IF;
  UPDATE intake.bookings SET state = v_state, reason = v_reason, exceeded = exceeded OR coalesce(v_did = 'exceeded', false), done_at = lib.now(),
    -- Who must be called because it could not be booked is known until then.
    members = CASE WHEN v_state = 'failed' THEN members END, phone = CASE WHEN v_state = 'failed' THEN phone ELSE '' END,
    mail = CASE WHEN v_state = 'failed' THEN mail END, remark = CASE WHEN v_state = 'failed' THEN remark ELSE '' END
  WHERE id = b.id;
  RETURN true;
END $$;

-- What an earlier release left waiting without a place is booked next; whose day is over is told. Returns how many moved on.
CREATE OR REPLACE FUNCTION intake.wake_bookings() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_woken integer;
BEGIN
  UPDATE intake.bookings SET state = 'failed', reason = 'past', done_at = lib.now()
  WHERE state = 'waiting' AND day < lib.day_of(lib.now());
  UPDATE intake.bookings SET state = 'queued' WHERE state = 'waiting';
  GET DIAGNOSTICS v_woken = ROW_COUNT;
  RETURN v_woken;
END $$;

-- Somebody dealt with a visit that could not be booked: who it was is forgotten. Refuses: unknown.
CREATE OR REPLACE FUNCTION intake.settle_booking(p_actor audit.actor, p_import integer, p_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE intake.bookings SET settled_at = lib.now(), members = NULL, phone = '', mail = NULL, remark = ''
  WHERE id = p_id AND import_id = p_import AND state = 'failed' AND settled_at IS NULL;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM audit.write(p_actor, 'intake.reservation-settled', lib.now(), NULL, NULL, NULL, jsonb_build_object('import', p_import));
END $$;

-- Files that were judged and never pressed: after a week nothing of the people in them is kept. Of visits that could not be booked the people go a month
-- after their day; that somebody must deal with them stands on. Returns how many visits went.
CREATE OR REPLACE FUNCTION intake.forget_judged() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_gone bigint;
BEGIN
  DELETE FROM intake.bookings b USING intake.imports i WHERE i.id = b.import_id AND i.pressed_at IS NULL AND b.state = 'judged' AND i.started_at < lib.now() - interval '7 days';
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  UPDATE intake.bookings SET members = NULL, phone = '', mail = NULL, remark = ''
  WHERE state = 'failed' AND members IS NOT NULL AND day < lib.day_of(lib.now()) - 31;
  RETURN v_gone;
END $$;
