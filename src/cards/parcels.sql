-- Parcels of cards between offices (§8(2)⑩): what a card is in is decided here alone. Locks: the parcel, then its cards by their ids, and
-- where its sending is taken back their boxes by theirs.

-- The last movement of a card; 0: none.
CREATE OR REPLACE FUNCTION cards.last_event(p_card bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(max(id), 0) FROM cards.custody_events WHERE card_id = p_card
$$;

-- The cards of a parcel. state: it lies in it (packed); was moved otherwise since it was packed (moved); is under way (sent); arrived (received: received, or
-- found where it was to go); or something else followed (other: nobody finds it, say). A movement that was taken back did not happen. untouched: the last
-- movement is that of the sending. Without JIT, which takes longer than the rest.
CREATE OR REPLACE FUNCTION cards.in_parcel(p_parcel integer) RETURNS TABLE (card_id bigint, state text, untouched boolean)
LANGUAGE plpgsql STABLE ROWS 20 SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
  RETURN QUERY
  SELECT p.card_id,
    CASE WHEN p.sent_event IS NULL THEN CASE WHEN p.after_event = cards.last_event(p.card_id) THEN 'packed' ELSE 'moved' END
      WHEN c.whereabouts = 'transit' AND p.sent_event = (
        SELECT max(e.id) FROM cards.custody_events e WHERE e.card_id = p.card_id AND e.event <> 'undone'
          AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id)) THEN 'sent'
      WHEN (
        SELECT e.event = 'received' OR (e.event = 'found-at' AND e.to_office_id = b.to_office) FROM cards.custody_events e
        WHERE e.card_id = p.card_id AND e.id > p.sent_event AND e.event NOT IN ('undone', 'found-missing')
          AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id)
        ORDER BY e.id LIMIT 1) THEN 'received' ELSE 'other' END,
    p.sent_event IS NOT DISTINCT FROM cards.last_event(p.card_id)
  FROM cards.parcels b JOIN cards.parcel_cards p ON p.parcel_id = b.id JOIN cards.cards c ON c.id = p.card_id WHERE b.id = p_parcel;
END $$;

-- Begins a parcel and returns its id. Refuses: no_office (one of the two is none, or they are the same).
CREATE OR REPLACE FUNCTION cards.open_parcel(p_actor audit.actor, p_from integer, p_to integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id integer;
BEGIN
  IF p_from = p_to OR (SELECT count(*) FROM offices.offices WHERE id IN (p_from, p_to) AND retired_at IS NULL) < 2 THEN PERFORM lib.refuse('no_office'); END IF;
  INSERT INTO cards.parcels (from_office, to_office, opened_at, opened_by) VALUES (p_from, p_to, lib.now(), (p_actor).staff_id) RETURNING id INTO v_id;
  PERFORM audit.write(p_actor, 'parcel.opened', lib.now(), NULL, NULL, p_from, jsonb_build_object('parcel', v_id));
  RETURN v_id;
END $$;

-- A parcel that may still be changed. Refuses: unknown, sent.
CREATE OR REPLACE FUNCTION cards.lock_parcel(p_parcel integer) RETURNS cards.parcels LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v cards.parcels;
BEGIN
  SELECT * INTO v FROM cards.parcels WHERE id = p_parcel FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF v.sent_at IS NOT NULL THEN PERFORM lib.refuse('sent'); END IF;
  RETURN v;
END $$;

-- Puts a card into a parcel; one that lies on its shelf is recorded as pulled first. Refuses: unknown, sent, packed (it lies in a parcel), other_office, step.
CREATE OR REPLACE FUNCTION cards.pack_card(p_actor audit.actor, p_parcel integer, p_card bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v cards.parcels := cards.lock_parcel(p_parcel);
  c cards.cards;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  -- It was moved since it was packed: it lies in that parcel no more.
  DELETE FROM cards.parcel_cards WHERE card_id = p_card AND sent_event IS NULL AND after_event <> cards.last_event(p_card);
  IF EXISTS (SELECT FROM cards.parcel_cards WHERE card_id = p_card AND sent_event IS NULL) THEN PERFORM lib.refuse('packed'); END IF;
  IF c.office_id IS DISTINCT FROM v.from_office THEN PERFORM lib.refuse('other_office'); END IF;
  IF c.whereabouts NOT IN ('shelf', 'pulled', 'counter') THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  IF c.whereabouts = 'shelf' THEN PERFORM cards.move_card(p_actor, p_card, 'pulled', NULL, NULL, NULL, ''); END IF;
  INSERT INTO cards.parcel_cards (parcel_id, card_id, position, packed_at, packed_by, after_event)
  VALUES (p_parcel, p_card, (SELECT coalesce(max(position), 0) + 1 FROM cards.parcel_cards WHERE parcel_id = p_parcel), lib.now(), (p_actor).staff_id, cards.last_event(p_card));
  PERFORM audit.write(p_actor, 'parcel.packed', lib.now(), NULL, p_card, v.from_office, jsonb_build_object('parcel', p_parcel));
END $$;

-- Takes a card out of a parcel that was not sent; it is pulled until it is put back. Refuses: unknown, sent.
CREATE OR REPLACE FUNCTION cards.unpack_card(p_actor audit.actor, p_parcel integer, p_card bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v cards.parcels := cards.lock_parcel(p_parcel);
BEGIN
  DELETE FROM cards.parcel_cards WHERE parcel_id = p_parcel AND card_id = p_card;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM audit.write(p_actor, 'parcel.unpacked', lib.now(), NULL, p_card, v.from_office, jsonb_build_object('parcel', p_parcel));
END $$;

-- Sends a parcel: all cards that were shown, or nothing. Returns how many. Refuses: unknown, sent, nothing, retired_office (where it goes is out of use), changed_meanwhile (others lie in it than
-- were shown, or one was moved since it was packed).
CREATE OR REPLACE FUNCTION cards.send_parcel(p_actor audit.actor, p_parcel integer, p_cards bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v cards.parcels := cards.lock_parcel(p_parcel);
  v_cards bigint[] := ARRAY(SELECT card_id FROM cards.parcel_cards WHERE parcel_id = p_parcel ORDER BY card_id);
  v_card bigint;
BEGIN
  IF cardinality(v_cards) = 0 THEN PERFORM lib.refuse('nothing'); END IF;
  PERFORM FROM offices.offices WHERE id = v.to_office AND retired_at IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN PERFORM lib.refuse('retired_office'); END IF;
  PERFORM FROM cards.cards WHERE id = ANY (v_cards) ORDER BY id FOR NO KEY UPDATE;
  -- Looked at again now that nobody moves them: one that was moved before may be packed into another parcel meanwhile.
  IF v_cards IS DISTINCT FROM ARRAY(SELECT DISTINCT u FROM unnest(p_cards) AS u ORDER BY u)
    OR v_cards IS DISTINCT FROM ARRAY(SELECT card_id FROM cards.parcel_cards WHERE parcel_id = p_parcel ORDER BY card_id)
    OR EXISTS (SELECT FROM cards.parcel_cards p WHERE p.parcel_id = p_parcel AND p.after_event <> cards.last_event(p.card_id))
  THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  FOREACH v_card IN ARRAY v_cards LOOP
    UPDATE cards.parcel_cards SET sent_event = cards.move_card(p_actor, v_card, 'sent', NULL, v.to_office, NULL, '')
    WHERE parcel_id = p_parcel AND card_id = v_card;
  END LOOP;
  UPDATE cards.parcels SET sent_at = lib.now(), sent_by = (p_actor).staff_id WHERE id = p_parcel;
  PERFORM audit.write(p_actor, 'parcel.sent', lib.now(), NULL, NULL, v.from_office, jsonb_build_object('parcel', p_parcel, 'rows', cardinality(v_cards)));
  RETURN cardinality(v_cards);
END $$;

-- Takes the sending of a parcel back: it is packed again. Refuses: unknown, not_sent, changed_meanwhile (something followed for one of its cards).
CREATE OR REPLACE FUNCTION cards.unsend_parcel(p_actor audit.actor, p_parcel integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v cards.parcels;
  r record;
BEGIN
  SELECT * INTO v FROM cards.parcels WHERE id = p_parcel FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF v.sent_at IS NULL THEN PERFORM lib.refuse('not_sent'); END IF;
  PERFORM FROM cards.cards c WHERE c.id IN (SELECT card_id FROM cards.parcel_cards WHERE parcel_id = p_parcel) ORDER BY c.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM cards.parcel_cards p WHERE p.parcel_id = p_parcel AND p.sent_event IS DISTINCT FROM cards.last_event(p.card_id))
  THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  -- All boxes before the first card goes back into one: card by card they would be locked in the order of the cards, against whoever takes them by their ids.
  PERFORM FROM cards.storage_places b WHERE b.id IN (
    SELECT (e.before ->> 'place')::integer FROM cards.parcel_cards p JOIN cards.custody_events e ON e.id = p.sent_event WHERE p.parcel_id = p_parcel) ORDER BY b.id FOR NO KEY UPDATE;
  FOR r IN SELECT card_id, sent_event FROM cards.parcel_cards WHERE parcel_id = p_parcel ORDER BY card_id LOOP
    UPDATE cards.parcel_cards SET after_event = cards.undo_custody(p_actor, r.sent_event), sent_event = NULL WHERE parcel_id = p_parcel AND card_id = r.card_id;
  END LOOP;
  UPDATE cards.parcels SET sent_at = NULL, sent_by = NULL WHERE id = p_parcel;
  PERFORM audit.write(p_actor, 'parcel.sending-undone', lib.now(), NULL, NULL, v.from_office, jsonb_build_object('parcel', p_parcel));
END $$;

-- Gives up a parcel in which nothing lies. Refuses: unknown, sent, has_cards.
CREATE OR REPLACE FUNCTION cards.drop_parcel(p_actor audit.actor, p_parcel integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v cards.parcels := cards.lock_parcel(p_parcel);
BEGIN
  IF EXISTS (SELECT FROM cards.parcel_cards WHERE parcel_id = p_parcel) THEN PERFORM lib.refuse('has_cards'); END IF;
  DELETE FROM cards.parcels WHERE id = p_parcel;
  PERFORM audit.write(p_actor, 'parcel.dropped', lib.now(), NULL, NULL, v.from_office, jsonb_build_object('parcel', p_parcel));
END $$;
