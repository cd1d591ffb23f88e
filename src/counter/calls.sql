-- Whoever comes and whose card will not be there is rung before they set out: what came of it, and who has taken it on (counter.calls).

-- Whether a row says what came of a call, or else who has it.
CREATE OR REPLACE FUNCTION counter.is_call(p_what text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT p_what NOT IN ('taken', 'given-up') $$;

-- The newest row of either kind of a visit as it stands; NULL: none. Of the time it had before it was moved nothing counts.
CREATE OR REPLACE FUNCTION counter.last_call(p_reservation uuid, p_slot bigint, p_call boolean) RETURNS counter.calls
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c FROM counter.calls c WHERE c.reservation_id = p_reservation AND c.slot_id = p_slot AND counter.is_call(c.what) = p_call ORDER BY c.id DESC LIMIT 1
$$;

-- Of one who comes to a visit that was reached by telephone for the time it has now: told; or why not, joined (they came along after the call), moved or status
-- (where their card is, or its status, was recorded since). NULL: nobody was reached. It is asked of each row of every page's count: PL/pgSQL keeps its plans.
CREATE OR REPLACE FUNCTION counter.told_by_call(p_reservation uuid, p_card bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_what text;
  v_at timestamptz;
BEGIN
  SELECT c.what, c.at INTO v_what, v_at FROM reservations.reservations r JOIN counter.calls c ON c.reservation_id = r.id AND c.slot_id = r.slot_id
  WHERE r.id = p_reservation AND counter.is_call(c.what) ORDER BY c.id DESC LIMIT 1;
  IF v_what IS DISTINCT FROM 'reached' THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = p_reservation AND m.card_id = p_card AND m.removed_at IS NULL AND m.joined_at > v_at) THEN RETURN 'joined'; END IF;
  IF EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = p_card AND e.at > v_at) THEN RETURN 'moved'; END IF;
  IF EXISTS (SELECT FROM cards.status_history h WHERE h.card_id = p_card AND h.at > v_at) THEN RETURN 'status'; END IF;
  RETURN 'told';
END $$;

-- Whether one who comes to a visit was told what holds still: of a card that only has to be found or to arrive, and of which nothing was recorded since.
-- What else is wrong with a card is a clerk's to mend, told or not.
CREATE OR REPLACE FUNCTION counter.is_told(p_reservation uuid, p_card bigint, p_why text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_why NOT IN ('missing', 'expected', 'transit', 'awaited') THEN RETURN false; END IF;
  RETURN counter.told_by_call(p_reservation, p_card) IS NOT DISTINCT FROM 'told';
END $$;

-- Adds what came of a call, or who has it. p_slot: the time that was shown. p_last: the newest row of that kind that was shown, 0: none. Returns the row's
-- id; a second press of the same is the first. Refuses unknown, not_booked, changed_meanwhile (the visit was moved), called_meanwhile (somebody else
-- wrote first: the page shows what), not_yours (who gives it up does not have it).
CREATE OR REPLACE FUNCTION counter.record_call(
  p_actor audit.actor, p_reservation uuid, p_slot bigint, p_last bigint, p_what text, p_again timestamptz, p_note text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_visit reservations.reservations;
  v_last counter.calls;
  v_id bigint;
BEGIN
  SELECT * INTO v_visit FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  IF v_visit.id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF v_visit.state <> 'booked' THEN PERFORM lib.refuse('not_booked'); END IF;
  IF v_visit.slot_id <> p_slot THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_last := counter.last_call(p_reservation, p_slot, counter.is_call(p_what));
  IF coalesce(v_last.id, 0) <> p_last THEN
    IF v_last.staff_id = p_actor.staff_id AND (v_last.what, v_last.again_at, v_last.note) IS NOT DISTINCT FROM (p_what, p_again, p_note) THEN RETURN v_last.id; END IF;
    PERFORM lib.refuse('called_meanwhile');
  END IF;
  IF p_what = 'given-up' AND (v_last.what IS DISTINCT FROM 'taken' OR v_last.staff_id <> p_actor.staff_id) THEN PERFORM lib.refuse('not_yours'); END IF;
  INSERT INTO counter.calls (reservation_id, slot_id, what, again_at, note, at, staff_id)
  VALUES (p_reservation, p_slot, p_what, p_again, p_note, lib.now(), p_actor.staff_id) RETURNING id INTO v_id;
  -- What was said stands in no line of the log.
  PERFORM audit.write(p_actor, CASE p_what WHEN 'taken' THEN 'counter.call-taken' WHEN 'given-up' THEN 'counter.call-given-up' ELSE 'counter.called' END, lib.now(),
    p_reservation, NULL, NULL, CASE WHEN counter.is_call(p_what) THEN jsonb_build_object('call', p_what) ELSE '{}' END);
  RETURN v_id;
END $$;
