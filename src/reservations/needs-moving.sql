-- Whether anybody of a visit is at the counter or was there. Apart, so that what asks it below stays inlined.
CREATE OR REPLACE FUNCTION reservations.somebody_came(p_id uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL AND outcome IS NOT NULL) $$;

-- 要振替: a booking whose slot is shut, that nobody decided to keep since, and whose people are not at the counter already. It follows from the
-- slot: marking reservations in a closing's transaction broke the order of locks (47 deadlocks). Inlined; asked by board, counter, reminders, letters, lists.
CREATE OR REPLACE FUNCTION reservations.needs_moving(p_reservation reservations.reservations, p_slot ledger.slots) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT (p_reservation).state = 'booked' AND reservations.closed_at(p_reservation, p_slot) IS NOT NULL
    AND ((p_reservation).kept_at IS NULL OR (p_reservation).kept_at < reservations.closed_at(p_reservation, p_slot))
    AND NOT reservations.somebody_came((p_reservation).id)
$$;

-- Whether the deadline does not hold for a visit, since its slot was shut: for citizens until staff decide that it stays. Inlined.
CREATE OR REPLACE FUNCTION reservations.deadline_lifted(p_reservation reservations.reservations, p_slot ledger.slots, p_audience text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT CASE p_audience WHEN 'citizen' THEN reservations.needs_moving(p_reservation, p_slot) ELSE reservations.closed_at(p_reservation, p_slot) IS NOT NULL END
$$;

-- Whether a mail's link opens a booking: on its day and before. A visit that was taken away may be put elsewhere after its day too: the storm lasts, the mail is read late.
-- Links, the mail that answers 予約番号 and its letter ask it. Inlined.
CREATE OR REPLACE FUNCTION reservations.opens_still(p_reservation reservations.reservations, p_slot ledger.slots, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT (p_reservation).state = 'booked' AND (p_slot).day >= lib.day_of(p_at) - CASE WHEN reservations.needs_moving(p_reservation, p_slot) THEN 30 ELSE 0 END
$$;

-- Staff decide that a visit stays though its slot is shut (来所扱い). Who has an address is told to come as planned. It holds until the visit is
-- moved or its slot is shut anew. Refuses: unknown, changed_meanwhile, not_needed (it does not need moving).
CREATE OR REPLACE FUNCTION reservations.keep(p_actor audit.actor, p_id uuid, p_version integer, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF NOT reservations.needs_moving(r, v_slot) THEN PERFORM lib.refuse('not_needed'); END IF;
  UPDATE reservations.reservations SET kept_at = v_at, kept_by = (p_actor).staff_id, version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.kept', v_at, p_id, NULL, v_slot.office_id, jsonb_build_object('slot', r.slot_id, 'reason', p_reason));
  IF r.mail IS NOT NULL AND lib.instant(v_slot.day, v_slot.start_minute) > v_at THEN PERFORM outbox.put('reopened', p_id, NULL, 'kept-' || (r.version + 1), '{}', v_at); END IF;
END $$;

-- Takes that decision back: the visit is 要振替 again. Who was told by mail to come, or whose mail that the counter is shut was not sent because of the decision,
-- is told that it is shut; a mail "come as planned" that still waits is dropped by itself. Refuses: unknown, changed_meanwhile, not_kept (moved, cancelled,
-- opened again), visit_over (somebody came or did not, or its day is over).
CREATE OR REPLACE FUNCTION reservations.undo_keep(p_actor audit.actor, p_id uuid, p_version integer, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_shut timestamptz;
  v_last text;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  v_shut := reservations.closed_at(r, v_slot);
  IF r.state = 'ended' OR reservations.somebody_came(p_id) OR v_slot.day < lib.day_of(v_at) THEN PERFORM lib.refuse('visit_over'); END IF;
  IF r.state <> 'booked' OR (r.kept_at >= v_shut) IS NOT TRUE THEN PERFORM lib.refuse('not_kept'); END IF;
  UPDATE reservations.reservations SET kept_at = NULL, kept_by = NULL, version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.kept-no-more', v_at, p_id, NULL, v_slot.office_id, jsonb_build_object('slot', r.slot_id, 'reason', p_reason));
  IF r.mail IS NULL THEN RETURN; END IF;
  -- What waits here is not leased before this commits, and is dropped then; what was leased before is as good as sent.
  PERFORM FROM outbox.mails m WHERE m.reservation_id = p_id AND m.kind = 'reopened' AND m.state = 'waiting' FOR UPDATE;
  SELECT m.kind INTO v_last FROM outbox.mails m
  WHERE m.reservation_id = p_id AND m.created_at >= v_shut
    AND ((m.kind = 'closed-day' AND m.state IN ('waiting', 'sending', 'sent')) OR (m.kind = 'reopened' AND m.state IN ('sending', 'sent'))) ORDER BY m.id DESC LIMIT 1;
  IF v_last = 'reopened' OR (v_last IS NULL AND EXISTS (
    SELECT FROM outbox.mails m WHERE m.reservation_id = p_id AND m.kind = 'closed-day' AND m.state = 'dropped' AND m.created_at >= v_shut)) THEN
    PERFORM outbox.put('closed-day', p_id, NULL, 'kept-no-more-' || (r.version + 1), '{}', v_at);
  END IF;
END $$;
