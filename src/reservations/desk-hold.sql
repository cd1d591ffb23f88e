-- A place held while a clerk reads aloud: the citizens' own hold, by whoever answers the telephone. It lapses by the clock like theirs.

-- Another slot for a clerk's own hold, and the whole time again: what is read aloud now begins anew. Returns its new end.
-- Refuses: lapsed (over, or another clerk's), and as reservations.move.
CREATE OR REPLACE FUNCTION reservations.hold_instead(p_actor audit.actor, p_id uuid, p_slot bigint) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_until timestamptz := v_at + make_interval(mins => site.number('hold-minutes'));
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'held' OR r.held_until <= v_at OR r.registered_by IS DISTINCT FROM (p_actor).staff_id THEN PERFORM lib.refuse('lapsed'); END IF;
  IF NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  UPDATE reservations.reservations SET held_until = v_until WHERE id = p_id;
  PERFORM reservations.move(p_actor, p_id, p_slot, NULL, 'staff', NULL);
  RETURN v_until;
END $$;

-- Books what a clerk holds, with the address, the number and the language the caller gave (p_language NULL: the hold's). Returns the reservation number; a second press returns the same.
-- Refuses: lapsed (over, or another clerk's), and as reservations.confirm.
CREATE OR REPLACE FUNCTION reservations.confirm_call(p_actor audit.actor, p_id uuid, p_mail text, p_phone text, p_language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.registered_by IS DISTINCT FROM (p_actor).staff_id THEN PERFORM lib.refuse('lapsed'); END IF;
  IF r.state = 'held' THEN
    UPDATE reservations.reservations SET mail = p_mail, phone = p_phone, language = coalesce(p_language, language) WHERE id = p_id;
    PERFORM reservations.note_checked_mail(p_actor, p_id, lib.now());
  END IF;
  RETURN reservations.confirm(p_actor, p_id);
END $$;

-- Another clerk goes on with a call that broke off: the hold is theirs, with the whole time again, and no longer of whom it was. One of a citizen on the web is nobody's
-- to take. Refuses: lapsed (over, booked meanwhile, or a citizen's).
CREATE OR REPLACE FUNCTION reservations.take_hold(p_actor audit.actor, p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_until timestamptz := v_at + make_interval(mins => site.number('hold-minutes'));
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'held' OR r.held_until <= v_at OR r.registered_by IS NULL THEN PERFORM lib.refuse('lapsed'); END IF;
  IF NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  UPDATE reservations.reservations SET registered_by = (p_actor).staff_id, held_until = v_until WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.hold-taken-over', v_at, p_id, NULL, (SELECT office_id FROM ledger.slots WHERE id = r.slot_id),
    jsonb_build_object('slot', r.slot_id));
END $$;

-- The same from the clerk whose call was shown: of two who press at once the second takes nothing from the first. Refuses: lapsed (also: another holds it by now).
CREATE OR REPLACE FUNCTION reservations.take_hold_from(p_actor audit.actor, p_id uuid, p_from integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_id AND registered_by = p_from FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('lapsed'); END IF;
  PERFORM reservations.take_hold(p_actor, p_id);
END $$;

-- Gives a clerk's own hold back; true where it did. What became a booking since it was looked at stays one.
CREATE OR REPLACE FUNCTION reservations.let_go(p_actor audit.actor, p_id uuid, p_reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_id AND state = 'held' AND registered_by = (p_actor).staff_id FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM reservations.cancel(p_actor, p_id, NULL, 'staff', p_reason);
  RETURN true;
END $$;

-- Gives back a clerk's own holds for any of these people and this service: they would stand in the way of the visit that is booked next, in the same
-- transaction, and are there as before where that is refused. p_members as reservations.hold takes them.
CREATE OR REPLACE FUNCTION reservations.let_go_of(p_actor audit.actor, p_service integer, p_members jsonb, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_keys text[];
  v_id uuid;
BEGIN
  SELECT array_agg(k) INTO v_keys FROM jsonb_array_elements(p_members) AS m (one), unnest(reservations.keys_of_member(m.one)) AS k;
  FOR v_id IN
    SELECT r.id FROM reservations.reservations r
    WHERE r.state = 'held' AND r.held_until > lib.now() AND r.service_id = p_service AND r.registered_by = (p_actor).staff_id
      AND reservations.keys_of(r.id, false) && v_keys
    ORDER BY r.id
  LOOP
    PERFORM reservations.let_go(p_actor, v_id, p_reason);
  END LOOP;
END $$;
