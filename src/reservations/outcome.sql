-- What became of one person of a visit: null (not yet), arrived, handed-over, incomplete, no-show. p_from: what the page showed.
-- When all have been seen to, the reservation ends and its standing with it, so that who must come again can book at once; its places stay
-- taken, for the visit used them. Taking an outcome back stands again for everybody nobody has seen to now, unless a newer reservation of one of them is in the way:
-- who was seen to stays free to book, whatever is taken back of the others. `keys` is with how many everybody stands; fewer stand while one was seen to.
-- For a visit whose day is over nobody stands, so nothing is in its way.
-- Returns set | already. Refuses: unknown, not_live (detail awaits_card: their card is not there yet), changed_meanwhile, already_booked.
CREATE OR REPLACE FUNCTION reservations.set_outcome(
  p_id uuid, p_position integer, p_from text, p_to text, p_outcome_at timestamptz, p_at timestamptz
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  r reservations.reservations;
  m reservations.members;
  v_all boolean;
  v_day date;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state NOT IN ('booked', 'ended') THEN PERFORM lib.refuse('not_live'); END IF;
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_id AND position = p_position AND removed_at IS NULL;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  -- A detail of a reason that processes of the release before know: one they do not know is a fault to them. A reason of its own from the next release on.
  IF m.awaits IS NOT NULL THEN PERFORM lib.refuse('not_live', 'awaits_card'); END IF;
  IF m.outcome IS NOT DISTINCT FROM p_to THEN RETURN 'already'; END IF;
  IF m.outcome IS DISTINCT FROM p_from THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  UPDATE reservations.members SET outcome = p_to, outcome_at = p_outcome_at WHERE reservation_id = p_id AND position = p_position;
  SELECT bool_and(coalesce(outcome IN ('handed-over', 'incomplete', 'no-show'), false)) IS TRUE INTO v_all
  FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL;
  IF v_all AND r.state = 'booked' THEN
    PERFORM ledger.step_down(p_id);
    UPDATE reservations.reservations SET state = 'ended', ended_at = p_at, end_reason = 'visit', version = version + 1 WHERE id = p_id;
  ELSIF NOT v_all AND m.outcome IN ('handed-over', 'incomplete', 'no-show') THEN
    SELECT day INTO STRICT v_day FROM ledger.slots WHERE id = r.slot_id;
    IF reservations.stands_until(v_day) > p_at
      AND ledger.stand(r.service_id, reservations.own_keys_unseen(r), p_id, reservations.stands_until(v_day), p_at) IS NOT NULL THEN PERFORM lib.refuse('already_booked'); END IF;
    IF r.state = 'ended' THEN
      UPDATE reservations.reservations SET state = 'booked', ended_at = NULL, end_reason = NULL, keys = cardinality(reservations.own_keys(r)), version = version + 1 WHERE id = p_id;
    END IF;
  END IF;
  RETURN 'set';
END $$;

-- Mails once more how a booking stands, to its address; p_again: why (outbox.put). A visit that is 要振替 is not confirmed: its mail says that the counter is shut,
-- with the link to another time, and once its day is over gives the link alone.
CREATE OR REPLACE FUNCTION reservations.mail_again(p_id uuid, p_again text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v_kind text;
BEGIN
  SELECT CASE WHEN NOT reservations.needs_moving(r, s) THEN 'booked' WHEN s.day < lib.day_of(p_at) THEN 'manage-link' ELSE 'closed-day' END INTO STRICT v_kind
  FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_id;
  PERFORM outbox.put(v_kind, p_id, NULL, 'again-' || gen_random_uuid(), jsonb_build_object('again', p_again), p_at);
END $$;

-- Staff add or correct the mail address of a live reservation after checking the caller; from then on its citizen may change it on the web,
-- unless they are under 支援措置: then mails go there, without a link.
-- p_send: how it stands is mailed to the new address at once. p_language: what mails and calendar files are in from here on (NULL: as before). Refuses: unknown, changed_meanwhile, not_live.
CREATE OR REPLACE FUNCTION reservations.set_mail(p_actor audit.actor, p_id uuid, p_version integer, p_mail text, p_send boolean, p_language text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_held boolean;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state <> 'booked' THEN PERFORM lib.refuse('not_live'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_held := reservations.mail_held(r);
  -- Links and visits of the old address are worth nothing from here on (reservations.admits, link_of). Its links go: were it set again later, they stay ended.
  UPDATE reservations.reservations SET mail = p_mail, language = coalesce(p_language, language), version = version + 1 WHERE id = p_id;
  PERFORM reservations.note_checked_mail(p_actor, p_id, v_at);
  IF p_mail IS NOT NULL AND v_held THEN PERFORM outbox.due_now(p_id, v_at); END IF;
  IF r.mail IS DISTINCT FROM p_mail THEN
    DELETE FROM reservations.links WHERE reservation_id = p_id;
    -- What the old address did not take asks for nothing more where the mail that goes to the new one tells the same. A text by staff it does not tell.
    IF p_mail IS NOT NULL AND p_send THEN
      PERFORM outbox.settle(p_actor, ARRAY(
        SELECT m.id FROM outbox.mails m WHERE m.reservation_id = p_id AND m.state = 'dead'
          AND m.kind IN ('manage-link', 'booked', 'changed', 'reminder', 'closed-day', 'reopened')));
    END IF;
  END IF;
  PERFORM audit.write(p_actor, CASE WHEN p_mail IS NULL THEN 'reservation.mail-removed' ELSE 'reservation.mail-set' END, v_at, p_id, NULL, NULL, jsonb_build_object('sent', p_send AND p_mail IS NOT NULL, 'language', coalesce(p_language, r.language)));
  IF p_send AND p_mail IS NOT NULL THEN PERFORM reservations.mail_again(p_id, 'address', v_at); END IF;
END $$;

-- Staff put kana in the place of a reading in Latin letters, which is kept beside it, or correct the kana they put there: what its person types again still finds the
-- booking, and is still refused for a second one. Who stands for them by the sound stands by both; by kana that are corrected no longer. p_pairs: as members are searched.
-- The log says whose, never what. Refuses: unknown (no such person, or theirs was kana from the first), changed_meanwhile, not_live, already_booked (somebody stands under
-- that sound and birth date).
CREATE OR REPLACE FUNCTION reservations.set_kana(p_actor audit.actor, p_id uuid, p_version integer, p_position integer, p_kana text, p_kana_key text, p_pairs text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  m reservations.members;
  v_day date;
  v_before text[];
  v_stood text[];
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT s.day INTO v_day FROM ledger.slots s WHERE s.id = r.slot_id;
  IF r.state <> 'booked' AND NOT (r.state = 'ended' AND v_day >= lib.day_of(v_at)) THEN PERFORM lib.refuse('not_live'); END IF;
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_id AND position = p_position AND removed_at IS NULL AND card_id IS NULL AND awaits IS NULL;
  IF m.kana = p_kana THEN RETURN; END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF m.kana IS NULL OR coalesce(m.typed_kana, m.kana) !~ '^[A-Z]' THEN PERFORM lib.refuse('unknown'); END IF;
  v_before := reservations.keys_of(p_id, false);
  v_stood := ARRAY(
    SELECT t.key FROM ledger.standing t WHERE t.service_id = r.service_id AND t.reservation_id = p_id AND t.key = ANY (reservations.sound_keys(m)) AND t.until > v_at);
  UPDATE reservations.members SET kana = p_kana, kana_key = p_kana_key, typed_kana = coalesce(typed_kana, kana), search = p_pairs
  WHERE reservation_id = p_id AND position = p_position RETURNING * INTO STRICT m;
  -- What stands already stands anew beside the new one: so all are locked in the order of their keys.
  IF cardinality(v_stood) > 0 THEN
    v_stood := ARRAY(SELECT DISTINCT k FROM unnest(v_stood || reservations.sound_keys(m)) AS k WHERE k IS NOT NULL);
    IF ledger.stand(r.service_id, v_stood, p_id, reservations.stands_until(v_day), v_at) IS NOT NULL THEN PERFORM lib.refuse('already_booked'); END IF;
  END IF;
  PERFORM ledger.leave(p_id, ARRAY(SELECT unnest(v_before) EXCEPT SELECT unnest(reservations.keys_of(p_id, false))));
  -- Fewer keys than persons and cards: booked beside another on purpose, and so it stays.
  UPDATE reservations.reservations SET version = version + 1, keys = CASE WHEN cardinality(v_before) <= r.keys THEN cardinality(reservations.keys_of(p_id, false)) ELSE keys END
  WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.kana-set', v_at, p_id, NULL, NULL, jsonb_build_object('position', p_position));
END $$;

-- Staff correct the telephone number of a visit until its day is over; empty: none. The log says that there was one and is one, never which.
-- Refuses: unknown, changed_meanwhile, not_live.
CREATE OR REPLACE FUNCTION reservations.set_phone(p_actor audit.actor, p_id uuid, p_version integer, p_phone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state <> 'booked' AND NOT (r.state = 'ended' AND (SELECT s.day FROM ledger.slots s WHERE s.id = r.slot_id) >= lib.day_of(v_at)) THEN
    PERFORM lib.refuse('not_live');
  END IF;
  IF r.phone = p_phone THEN RETURN; END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  UPDATE reservations.reservations SET phone = p_phone, version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.phone-set', v_at, p_id, NULL, NULL, jsonb_build_object('before', r.phone <> '', 'after', p_phone <> ''));
END $$;
