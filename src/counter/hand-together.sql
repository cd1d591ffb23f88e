-- Handing over to many at once (§8(2)⑦f): those of a party, and those of an office's day.

-- Records in one press that several persons of a party received their cards. p_positions: who were shown as at the counter. Returns the id of the
-- press, null when they all had them already. Refuses as counter.record.
CREATE OR REPLACE FUNCTION counter.hand_over_party(p_actor audit.actor, p_reservation uuid, p_positions integer[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_acts bigint[];
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  PERFORM counter.lock_people(ARRAY[p_reservation]);
  SELECT array_agg(act ORDER BY act) INTO v_acts
  FROM (SELECT counter.record(p_actor, p_reservation, position, 'arrived', 'handed-over', '') AS act FROM unnest(p_positions) AS u (position) ORDER BY position OFFSET 0) recorded
  WHERE act IS NOT NULL;
  UPDATE counter.acts SET press = v_acts[1] WHERE id = ANY (v_acts);
  RETURN v_acts[1];
END $$;

-- What handing over would do to everybody of a day of an office who is not done with: change, or why not. waits: to be moved first; not-here: not
-- received yet; closed: the card is over; comes-again: the card is booked for another visit (counter.comes_again); receiver: who receives it is asked first
-- (counter.asks_first); lost-card: what is lost and the fee are.
CREATE OR REPLACE FUNCTION counter.hand_judge(p_office integer, p_day date) RETURNS TABLE (reservation_id uuid, member_position integer, verdict text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.reservation_id, o.member_position, CASE
    WHEN o.waits THEN 'waits'
    WHEN o.outcome IS NULL THEN 'not-here'
    WHEN c.id IS NOT NULL AND NOT c.is_open THEN 'closed'
    WHEN counter.comes_again(c.id, o.reservation_id, lib.now()) THEN 'comes-again'
    WHEN c.id IS NOT NULL THEN coalesce(counter.asks_first(c.birth_date, p_day, m.needs), 'change')
    ELSE 'change' END
  FROM counter.day_open(p_office, p_day) o JOIN reservations.members m ON m.reservation_id = o.reservation_id AND m.position = o.member_position
    LEFT JOIN cards.cards c ON c.id = m.card_id
$$;

-- A word for what the preview showed of those who were chosen: who went on since, or whose card is elsewhere by the records now, makes another.
CREATE OR REPLACE FUNCTION counter.hand_fingerprint(p_office integer, p_day date, p_reservations uuid[], p_positions integer[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT md5(coalesce(string_agg(u.reservation_id || ':' || u.position || ':' || coalesce(j.verdict, '')
    || CASE WHEN cards.in_hand_at(c.whereabouts, c.office_id, p_office) THEN '' ELSE concat(':', c.whereabouts, ':', c.office_id) END, ',' ORDER BY u.reservation_id, u.position), ''))
  FROM unnest(p_reservations, p_positions) AS u (reservation_id, position)
    LEFT JOIN counter.hand_judge(p_office, p_day) j ON j.reservation_id = u.reservation_id AND j.member_position = u.position
    LEFT JOIN reservations.members m ON m.reservation_id = u.reservation_id AND m.position = u.position LEFT JOIN cards.cards c ON c.id = m.card_id
$$;

-- Hands over to those of a day who were chosen and are at the counter. p_seen: the fingerprint that the preview showed. Returns the id of the whole.
-- Refuses: day_ended, changed_meanwhile, nothing.
CREATE OR REPLACE FUNCTION counter.hand_over_many(p_actor audit.actor, p_office integer, p_day date, p_reservations uuid[], p_positions integer[], p_seen text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id bigint;
  v_count integer := 0;
  v_act bigint;
  o record;
BEGIN
  PERFORM FROM reservations.reservations WHERE id = ANY (p_reservations) ORDER BY id FOR UPDATE;
  IF counter.day_ended(p_office, p_day) THEN PERFORM lib.refuse('day_ended'); END IF;
  PERFORM counter.lock_people(p_reservations);
  IF counter.hand_fingerprint(p_office, p_day, p_reservations, p_positions) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  INSERT INTO counter.handed_together (office_id, day, at, staff_id, people) VALUES (p_office, p_day, v_at, (p_actor).staff_id, 0) RETURNING id INTO v_id;
  FOR o IN
    SELECT j.* FROM counter.hand_judge(p_office, p_day) j JOIN unnest(p_reservations, p_positions) AS u (reservation_id, position)
      ON u.reservation_id = j.reservation_id AND u.position = j.member_position
    WHERE j.verdict = 'change' ORDER BY j.reservation_id, j.member_position
  LOOP
    v_act := counter.record_outcome(p_actor, o.reservation_id, o.member_position, 'arrived', 'handed-over', '');
    UPDATE counter.acts SET together_id = v_id WHERE id = v_act;
    v_count := v_count + 1;
  END LOOP;
  IF v_count = 0 THEN PERFORM lib.refuse('nothing'); END IF;
  UPDATE counter.handed_together SET people = v_count WHERE id = v_id;
  PERFORM audit.write(p_actor, 'counter.handed-many', v_at, NULL, NULL, p_office, jsonb_build_object('day', p_day, 'rows', v_count));
  RETURN v_id;
END $$;

-- Takes such a press back: everybody whom nothing happened to since stands at the counter again. Returns how many went back and how many stay.
-- Refuses: unknown, undone, day_ended.
CREATE OR REPLACE FUNCTION counter.undo_handed_many(p_actor audit.actor, p_together bigint, OUT back integer, OUT stay integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  t counter.handed_together;
  v_act bigint;
BEGIN
  back := 0;
  stay := 0;
  SELECT * INTO t FROM counter.handed_together WHERE id = p_together FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.undone_at IS NOT NULL THEN PERFORM lib.refuse('undone'); END IF;
  PERFORM FROM reservations.reservations WHERE id IN (SELECT reservation_id FROM counter.acts WHERE together_id = p_together) ORDER BY id FOR UPDATE;
  IF counter.day_ended(t.office_id, t.day) THEN PERFORM lib.refuse('day_ended'); END IF;
  PERFORM counter.lock_people(ARRAY(SELECT reservation_id FROM counter.acts WHERE together_id = p_together));
  UPDATE counter.handed_together SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE id = p_together;
  FOR v_act IN SELECT id FROM counter.acts WHERE together_id = p_together AND undone_at IS NULL ORDER BY reservation_id, position LOOP
    BEGIN
      PERFORM counter.undo(p_actor, v_act);
      back := back + 1;
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      -- Their card was changed, or is booked again for a day to come: what was recorded stands.
      stay := stay + 1;
    END;
  END LOOP;
  PERFORM audit.write(p_actor, 'counter.handed-many-undone', v_at, NULL, NULL, t.office_id, jsonb_build_object('day', t.day, 'rows', back));
END $$;
