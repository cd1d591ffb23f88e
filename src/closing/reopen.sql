-- Whether mails told a visit, since its slot was first shut, that it is not to come, and none since that it is: 'told'; 'telling' while one is being sent; NULL: none
-- did. One that a dead worker left behind may have left (`MAY_HAVE_LEFT`). A text by staff with the visit below it said so too where it was
-- sent while it was shut; it may have been written before it opened and have left within the minute. p_before: of the mails put before that one; NULL: of all.
CREATE OR REPLACE FUNCTION closing.told_by_mail(p_reservation uuid, p_slot bigint, p_before bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH listed AS (
    SELECT a.listed_at AS since, least(c.reopened_at, r.kept_at) + interval '1 minute' AS until
    FROM closing.affected a JOIN reservations.reservations r ON r.id = a.reservation_id LEFT JOIN closing.closings c ON c.id = a.closing_id
    WHERE a.reservation_id = p_reservation AND a.slot_id = p_slot),
  mails AS (
    SELECT m.id, m.kind, m.state, m.last_error, m.created_at, m.sent_at, m.about FROM outbox.mails m
    WHERE m.reservation_id = p_reservation AND m.kind IN ('closed-day', 'reopened', 'mailing') AND (p_before IS NULL OR m.id < p_before)),
  said AS (
    SELECT m.* FROM mails m
    WHERE CASE WHEN m.kind IN ('closed-day', 'reopened') THEN m.created_at >= coalesce((SELECT min(l.since) FROM listed l), '-infinity')
      WHEN NOT EXISTS (SELECT FROM letters.mailings g WHERE g.id = (m.about ->> 'mailing')::bigint AND g.with_visit) THEN false
      ELSE m.state = 'sending' OR (m.state = 'sent' AND EXISTS (SELECT FROM listed l WHERE m.sent_at >= l.since AND (l.until IS NULL OR m.sent_at < l.until))) END)
  SELECT CASE WHEN EXISTS (SELECT FROM said WHERE state = 'sending') THEN 'telling'
    WHEN EXISTS (
      SELECT FROM said m WHERE m.kind <> 'reopened' AND (m.state = 'sent' OR (m.state = 'dropped' AND m.last_error = 'may-have-left'))
        AND NOT EXISTS (SELECT FROM said b WHERE b.kind = 'reopened' AND b.state = 'sent' AND b.id > m.id)) THEN 'told' END
$$;

-- The same by telephone.
CREATE OR REPLACE FUNCTION closing.told_by_phone(p_reservation uuid, p_slot bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM closing.affected a WHERE a.reservation_id = p_reservation AND a.slot_id = p_slot AND a.reached_at IS NOT NULL AND a.recalled_at IS NULL
      AND NOT EXISTS (SELECT FROM outbox.mails b WHERE b.reservation_id = p_reservation AND b.kind = 'reopened' AND b.state = 'sent' AND b.created_at > a.reached_at))
$$;

-- Opens what a closing shut and is still to come; what has begun stays shut, or who did not come to a closed counter would count as 未来庁. Whoever still
-- stands there has the place they had: it was never given away. Those who had been told not to come are told to come. What another running closing
-- covers too stays shut by that one. Returns reopened | already. Refuses: unknown, over (nothing of it is still to come).
CREATE OR REPLACE FUNCTION closing.reopen(p_actor audit.actor, p_closing integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz;
  c closing.closings;
  o closing.closings;
  v_slots bigint[];
  v_theirs bigint[];
  v_open bigint[];
  v_back uuid[];
  v_told uuid[];
BEGIN
  PERFORM FROM closing.publishing FOR UPDATE;
  SELECT * INTO c FROM closing.closings WHERE id = p_closing;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF c.reopened_at IS NOT NULL THEN RETURN 'already'; END IF;
  v_at := lib.now();
  v_slots := ARRAY(SELECT id FROM ledger.slots WHERE closing_id = p_closing AND lib.instant(day, start_minute) > v_at);
  IF cardinality(v_slots) = 0 THEN PERFORM lib.refuse('over'); END IF;
  PERFORM ledger.lock(v_slots || ARRAY(SELECT id FROM ledger.slots WHERE aside_for = p_closing));
  PERFORM ledger.end_aside(p_closing);
  UPDATE closing.closings SET reopened_at = v_at, reopened_by = (p_actor).staff_id WHERE id = p_closing;
  FOR o IN SELECT * FROM closing.closings x WHERE x.office_id = c.office_id AND x.reopened_at IS NULL AND x.from_day <= c.to_day AND x.to_day >= c.from_day ORDER BY x.id LOOP
    v_theirs := ARRAY(
      SELECT s.id FROM ledger.slots s WHERE s.id = ANY (v_slots) AND s.closing_id = p_closing AND (o.service_id IS NULL OR s.service_id = o.service_id)
        AND s.day BETWEEN o.from_day AND o.to_day AND (o.from_minute IS NULL OR (s.start_minute + s.minutes > o.from_minute AND s.start_minute < o.to_minute)));
    PERFORM ledger.hand_to(p_closing, o.id, v_theirs);
    PERFORM closing.list(p_actor, o.id, NULL, closing.booked_in(v_theirs), v_at);
  END LOOP;
  v_open := ledger.open_for(p_closing, v_slots);
  v_back := ARRAY(SELECT r.id FROM reservations.standing_in(v_open) r JOIN ledger.slots s ON s.id = r.slot_id
    -- A longer visit has its place back when its last slot has.
    WHERE r.state = 'booked' AND reservations.closed_at(r, s) IS NULL ORDER BY r.id);
  PERFORM audit.write(p_actor, 'reservation.place-back', v_at, r, NULL, c.office_id, jsonb_build_object('closing', p_closing)) FROM unnest(v_back) AS r;
  -- A mail that still waits finds the slot open when it is written, and is dropped: nobody was told anything. It is not leased before this commits; one that was
  -- leased before is as good as sent.
  PERFORM FROM outbox.mails m WHERE m.reservation_id = ANY (v_back) AND m.kind = 'closed-day' AND m.state = 'waiting' ORDER BY m.id FOR UPDATE;
  SELECT coalesce(array_agg(r.id), '{}') INTO v_told FROM reservations.reservations r
  WHERE r.id = ANY (v_back) AND r.mail IS NOT NULL AND closing.told_by_mail(r.id, r.slot_id, NULL) IS NOT NULL;
  PERFORM outbox.put_all('reopened', v_told, p_closing::text, '{}', v_at);
  -- A notice of several offices is shown on while one of them will be shut.
  PERFORM site.end_notice(c.notice_id, v_at)
  WHERE NOT EXISTS (SELECT FROM closing.closings x WHERE x.notice_id = c.notice_id AND x.reopened_at IS NULL
    AND EXISTS (SELECT FROM ledger.slots s WHERE s.closing_id = x.id AND lib.instant(s.day, s.start_minute) > v_at));
  PERFORM audit.write(p_actor, 'closing.reopened', v_at, NULL, NULL, c.office_id,
    jsonb_build_object('closing', p_closing, 'slots', cardinality(v_open), 'affected', cardinality(v_back), 'mailed', cardinality(v_told)));
  RETURN 'reopened';
END $$;

-- The same of all that were shut in one act and are shut still; p_closing: any of them. Refuses: unknown, over (nothing of any is still to come).
CREATE OR REPLACE FUNCTION closing.reopen_together(p_actor audit.actor, p_closing integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_form uuid;
  v_shut integer[];
  v_coming integer[];
BEGIN
  PERFORM FROM closing.publishing FOR UPDATE;
  SELECT form_id INTO v_form FROM closing.closings WHERE id = p_closing;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  v_shut := ARRAY(SELECT id FROM closing.closings WHERE form_id = v_form AND reopened_at IS NULL ORDER BY id);
  IF v_shut = '{}' THEN RETURN 'already'; END IF;
  v_coming := ARRAY(SELECT DISTINCT s.closing_id FROM ledger.slots s WHERE s.closing_id = ANY (v_shut) AND lib.instant(s.day, s.start_minute) > lib.now() ORDER BY 1);
  IF v_coming = '{}' THEN PERFORM lib.refuse('over'); END IF;
  -- Of all offices at once in ascending id, before the first is opened: people move between them.
  PERFORM ledger.lock(ARRAY(SELECT id FROM ledger.slots WHERE closing_id = ANY (v_coming) OR aside_for = ANY (v_coming)));
  PERFORM closing.reopen(p_actor, one) FROM unnest(v_coming) AS one;
  RETURN 'reopened';
END $$;

-- Where someone on the list stands now: came, waiting (要振替), kept, reopened, moved, cancelled. Follows from the reservation; nothing keeps it.
CREATE OR REPLACE FUNCTION closing.standing_of(p_listed closing.affected, p_reservation reservations.reservations, p_slot ledger.slots) RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT CASE
    WHEN (p_reservation).state = 'cancelled' THEN 'cancelled'
    WHEN (p_listed).slot_id <> (p_reservation).slot_id THEN 'moved'
    WHEN EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = (p_reservation).id AND m.removed_at IS NULL AND m.outcome IS NOT NULL) THEN 'came'
    WHEN reservations.needs_moving(p_reservation, p_slot) THEN 'waiting'
    WHEN reservations.closed_at(p_reservation, p_slot) IS NULL THEN 'reopened'
    ELSE 'kept' END
$$;

-- Whether somebody must still call and say that the counter opens after all: told not to come, by phone or at an address that is no more, or the mail that says so was
-- given up, or is held back (reservations.mail_held); until they are reached or the day is over.
CREATE OR REPLACE FUNCTION closing.must_hear_open(p_listed closing.affected, p_reservation reservations.reservations, p_slot ledger.slots) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT (p_listed).recalled_at IS NULL AND (p_listed).day >= lib.day_of(lib.now()) AND closing.standing_of(p_listed, p_reservation, p_slot) = 'reopened'
    AND CASE (
      SELECT m.state FROM outbox.mails m
      WHERE m.reservation_id = (p_reservation).id AND m.kind = 'reopened' AND m.state <> 'dropped' AND m.created_at >= (p_listed).listed_at ORDER BY m.id DESC LIMIT 1)
      WHEN 'waiting' THEN reservations.mail_held(p_reservation) WHEN 'sending' THEN false WHEN 'sent' THEN false WHEN 'dead' THEN true
      ELSE (p_listed).reached_at IS NOT NULL OR closing.told_by_mail((p_reservation).id, (p_reservation).slot_id, NULL) = 'told' END
$$;
