-- The cards that visits taken before going live wait for (§8(1)⑬): joined when they come, given up when the day is over. Each visit is a transaction of its
-- own: cards of several together would be locked out of their order.

-- Each person who waits for a card, with the open card of that ID and birthday. begun: the time of the visit has come. why: the reason it cannot be joined; null: it can.
-- not_out: its notice is not posted. card_not_bookable. already_booked: the card stands for another visit. name_differs. begun: too late; a visit that is to be moved
-- may still get it at its new time. Counted with every page of the desk: PL/pgSQL keeps its plan.
CREATE OR REPLACE FUNCTION intake.awaited() RETURNS TABLE (reservation_id uuid, member_position integer, card_id bigint, begun boolean, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
BEGIN
  RETURN QUERY
  SELECT DISTINCT ON (r.id, m.position) r.id, m.position::integer, c.id, lib.instant(s.day, s.start_minute) <= lib.now(),
    CASE WHEN lib.instant(s.day, s.start_minute) <= lib.now() AND NOT reservations.needs_moving(r, s) THEN 'begun'
      WHEN c.person_key IS DISTINCT FROM m.person_key THEN 'name_differs'
      WHEN st.category = 'preparing' THEN 'not_out'
      WHEN cards.not_bookable(true, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NOT NULL THEN 'card_not_bookable'
      WHEN (SELECT t.until FROM ledger.standing t WHERE t.service_id = r.service_id AND t.key = 'c:' || c.id) > lib.now() THEN 'already_booked' END
  FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
    JOIN cards.cards c ON c.is_open AND c.notice_id = m.awaits AND c.birth_date = m.birth_date JOIN cards.statuses st ON st.code = c.status
  WHERE m.awaits IS NOT NULL AND m.removed_at IS NULL
  ORDER BY r.id, m.position, c.person_key IS DISTINCT FROM m.person_key, c.id;
END $$;

-- The cards that can be joined to their visits now. A visit that has begun waits for its day's end: nobody is to be told that they did not come to it.
CREATE OR REPLACE FUNCTION intake.arrived() RETURNS TABLE (reservation_id uuid, member_position integer, card_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT a.reservation_id, a.member_position, a.card_id FROM intake.awaited() a WHERE a.why IS NULL AND NOT a.begun ORDER BY 1, 2 $$;

-- Joins one of them. Returns whether it is: the visit may be gone meanwhile, or the card be another's.
CREATE OR REPLACE FUNCTION intake.join_card(p_reservation uuid, p_position integer, p_card bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE i intake.imports;
BEGIN
  SELECT x.* INTO i FROM intake.bookings b JOIN intake.imports x ON x.id = b.import_id WHERE b.reservation_id = p_reservation;
  RETURN reservations.join_card(intake.actor_of(i.id), p_reservation, p_position, p_card, i.tell) = 'joined';
EXCEPTION WHEN SQLSTATE 'MG001' THEN
  RETURN false;
END $$;

-- Visits whose day is over and that wait still. One that is to be moved can be for 30 days, as any other (find-by-number.sql), and is not ended before.
CREATE OR REPLACE FUNCTION intake.overdue() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE r.id IN (SELECT a FROM reservations.awaiting() a) AND s.day < lib.day_of(lib.now()) - CASE WHEN reservations.needs_moving(r, s) THEN 30 ELSE 0 END ORDER BY r.id
$$;

-- Ends the wait of one of them: its file tells whom to call. Returns whether it did.
CREATE OR REPLACE FUNCTION intake.end_wait(p_reservation uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  b intake.bookings;
  r reservations.reservations;
  v_who jsonb;
BEGIN
  -- Taken back in this moment: that ends it.
  SELECT * INTO b FROM intake.bookings WHERE reservation_id = p_reservation FOR UPDATE;
  IF NOT FOUND OR b.state <> 'booked' THEN RETURN false; END IF;
  v_who := reservations.end_wait(ROW('clock', NULL, NULL, NULL)::audit.actor, p_reservation, 'カードが届かないまま、予約の日が過ぎたため');
  IF v_who IS NULL THEN RETURN false; END IF;
  SELECT * INTO STRICT r FROM reservations.reservations WHERE id = p_reservation;
  -- Where and when it was in the end: it may have been moved.
  UPDATE intake.bookings SET state = 'failed', reason = 'never_came', members = v_who, phone = r.phone, mail = r.mail, done_at = lib.now(),
    office_id = s.office_id, day = s.day, start_minute = s.start_minute
  FROM ledger.slots s WHERE s.id = r.slot_id AND intake.bookings.id = b.id;
  RETURN true;
END $$;

-- How many visits wait on though a card of that ID came: somebody must look. Whose time has come may stand at the counter.
CREATE OR REPLACE FUNCTION intake.stuck() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(DISTINCT a.reservation_id)::integer FROM intake.awaited() a WHERE a.why = 'begun' OR (a.why <> 'not_out' AND NOT a.begun) $$;
