-- Who has a booking and waits for an earlier time beside it. Its people stand for the booking; what is offered is a hold for that booking (reservations.offer_beside), in which nobody stands.

-- The booking beside which an entry waits; null: none.
CREATE OR REPLACE FUNCTION waiting.booking_of(p_entry uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT b.reservation_id FROM waiting.besides b WHERE b.entry_id = p_entry $$;

-- How that booking stands: its time, where it stood when they began to wait (slot_was), whether it is still to come (live) or they came (came), and until when it may be
-- changed on the web. All null: the entry waits beside none.
CREATE OR REPLACE FUNCTION waiting.beside(p_entry uuid, OUT id uuid, OUT slot_id bigint, OUT slot_was bigint, OUT office_id integer, OUT day date, OUT start_minute smallint, OUT minutes integer,
  OUT live boolean, OUT came boolean, OUT change_until timestamptz, OUT mail text, OUT phone text, OUT language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT b.reservation_id, r.slot_id, b.slot_id, s.office_id, s.day, s.start_minute, reservations.minutes_of(r, s),
    coalesce(r.state = 'booked' AND NOT o.seen, false), coalesce(r.state = 'ended' OR o.seen, false),
    CASE WHEN reservations.deadline_lifted(r, s, 'citizen') THEN 'infinity'
      ELSE coalesce(calendar.changeable_until(s.office_id, r.service_id, 'citizen', s.day, s.start_minute), '-infinity') END,
    r.mail, coalesce(r.phone, ''), r.language
  FROM waiting.besides b LEFT JOIN reservations.reservations r ON r.id = b.reservation_id LEFT JOIN ledger.slots s ON s.id = r.slot_id
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id AND m.outcome IS NOT NULL) AS seen) o
  WHERE b.entry_id = p_entry
$$;

-- The cards of who comes with a booking, in their order.
CREATE OR REPLACE FUNCTION waiting.cards_of(p_reservation uuid) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ARRAY(SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL AND m.card_id IS NOT NULL ORDER BY m.position) $$;

-- Whether a time held for an entry is still good for it: beside a booking, as long as it is before it and the booking may be changed.
CREATE OR REPLACE FUNCTION waiting.is_earlier(p_entry uuid, p_slot bigint, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT b.id IS NULL OR coalesce(b.live AND (s.day, s.start_minute) < (b.day, b.start_minute) AND b.change_until > p_at, false)
  FROM waiting.beside(p_entry) b LEFT JOIN ledger.slots s ON s.id = p_slot
$$;

-- Where an entry is written to: as its booking is, whatever it says itself as yet. Null: nowhere.
CREATE OR REPLACE FUNCTION waiting.address_of(e waiting.entries) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN b.id IS NULL THEN e.mail ELSE b.mail END FROM waiting.beside(e.id) b $$;

-- The last day an entry waits for: beside a booking none after it, wherever that was moved since.
CREATE OR REPLACE FUNCTION waiting.last_day(e waiting.entries) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT greatest(e.from_day, least(e.to_day, CASE WHEN b.live THEN b.day END)) FROM waiting.beside(e.id) b $$;

-- Whether somebody of an entry is under 支援措置, or of who comes with its booking by now.
CREATE OR REPLACE FUNCTION waiting.has_protected(e waiting.entries) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM cards.cards c WHERE c.id = ANY (e.card_ids || waiting.cards_of(waiting.booking_of(e.id))) AND c.protected) $$;

-- An entry that its caller has locked follows its booking: who comes, and how they are reached. What is held for another party is let go, and links to an address that is its no longer are worth
-- nothing. Returns the entry as it is then.
CREATE OR REPLACE FUNCTION waiting.follow_booking(p_actor audit.actor, p_entry uuid, p_at timestamptz) RETURNS waiting.entries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_was waiting.entries;
  e waiting.entries;
  b record;
  v_hold uuid;
  v_cards bigint[];
BEGIN
  SELECT * INTO STRICT e FROM waiting.entries WHERE id = p_entry;
  SELECT * INTO b FROM waiting.beside(p_entry);
  v_was := e;
  v_cards := waiting.cards_of(b.id);
  IF e.ended_at IS NOT NULL OR NOT b.live OR cardinality(v_cards) = 0 OR (v_cards = e.card_ids AND NOT waiting.reached_otherwise(e)) THEN RETURN e; END IF;
  IF v_cards <> e.card_ids THEN PERFORM waiting.pass(p_actor, p_entry); END IF;
  UPDATE waiting.entries SET card_ids = v_cards, version = version + 1,
    mail = CASE WHEN waiting.reached_otherwise(v_was) THEN b.mail ELSE mail END, language = b.language, phone = coalesce(nullif(b.phone, ''), phone) WHERE id = p_entry RETURNING * INTO e;
  PERFORM audit.write(p_actor, 'waiting.changed', p_at, NULL, e.card_ids[1], NULL, jsonb_build_object('entry', e.id, 'people', cardinality(e.card_ids), 'channel', e.channel,
    'mail_changed', e.mail IS DISTINCT FROM v_was.mail, 'phone_changed', e.phone IS DISTINCT FROM v_was.phone));
  IF e.mail IS DISTINCT FROM v_was.mail THEN
    DELETE FROM waiting.links WHERE entry_id = e.id;
    v_hold := waiting.open_hold(e.id, p_at);
    IF v_hold IS NOT NULL THEN PERFORM reservations.reach_offer(v_hold, e.mail, e.phone, e.language); END IF;
    IF e.mail IS NOT NULL AND v_hold IS NOT NULL AND waiting.told_already(v_hold) THEN
      PERFORM outbox.put('waiting-offer', v_hold, NULL, e.version::text, '{}', (waiting.term(p_at, 1, false)).told_at);
    END IF;
  END IF;
  RETURN e;
END $$;

-- Enters who has a booking for an earlier time beside it, or changes what they wait for. The booking stays as it is. Returns and refuses as waiting.enter, and unknown: no such booking to come; bad_choice (detail `no_contact`): neither address nor number is known.
CREATE OR REPLACE FUNCTION waiting.enter_beside(
  p_actor audit.actor, p_id uuid, p_reservation uuid, p_phone text, p_channel text, p_offices integer[], p_from date, p_to date, p_kinds text[], p_parts text[]
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_was waiting.entries;
  v_cards bigint[];
  v_phone text;
BEGIN
  IF NOT waiting.is_on() THEN PERFORM lib.refuse('off'); END IF;
  PERFORM FROM cards.cards WHERE id = ANY (waiting.cards_of(p_reservation)) ORDER BY id FOR KEY SHARE;
  PERFORM waiting.take_turn();
  SELECT * INTO r FROM reservations.reservations WHERE id = p_reservation;
  v_cards := waiting.cards_of(p_reservation);
  IF r.id IS NULL OR r.state <> 'booked' THEN PERFORM lib.refuse('unknown'); END IF;
  -- Whoever comes without a card on file, or whose card is not there yet, waits for nothing.
  IF cardinality(v_cards) <> reservations.people_in(p_reservation) THEN PERFORM lib.refuse('card_not_bookable'); END IF;
  -- Also the one of this booking that others stand in as yet: who comes with it may all have been put in the place of others.
  LOOP
    SELECT x.* INTO v_was FROM waiting.entries x
    WHERE x.ended_at IS NULL AND (x.service_id = r.service_id AND x.card_ids && v_cards OR x.id IN (SELECT b.entry_id FROM waiting.besides b WHERE b.reservation_id = p_reservation))
    ORDER BY waiting.booking_of(x.id) = p_reservation DESC NULLS LAST, x.entered_at LIMIT 1 FOR UPDATE;
    EXIT WHEN NOT FOUND;
    v_was := waiting.end_over_beside(p_actor, v_was);
    EXIT WHEN v_was.id IS NOT NULL;
  END LOOP;
  -- They waited without a booking, and all of them have one by now: that is over.
  IF v_was.id IS NOT NULL AND waiting.booking_of(v_was.id) IS NULL AND cardinality(waiting.unbooked(v_was, v_at)) = 0 THEN
    PERFORM waiting.finish(p_actor, v_was.id, 'booked');
    v_was := NULL;
  END IF;
  IF v_was.id IS NOT NULL AND waiting.booking_of(v_was.id) IS DISTINCT FROM p_reservation THEN PERFORM lib.refuse('waits_elsewhere'); END IF;
  IF v_was.id IS NULL AND EXISTS (SELECT FROM waiting.entries WHERE id = p_id) THEN PERFORM lib.refuse('bad_choice'); END IF;
  v_phone := coalesce(nullif(p_phone, ''), nullif(r.phone, ''), (SELECT c.phone FROM cards.cards c WHERE c.id = v_cards[1]), '');
  IF r.mail IS NULL AND v_phone = '' THEN PERFORM lib.refuse('bad_choice', 'no_contact'); END IF;
  INSERT INTO waiting.besides (entry_id, reservation_id, slot_id) VALUES (coalesce(v_was.id, p_id), p_reservation, r.slot_id)
  ON CONFLICT (entry_id) DO UPDATE SET slot_id = excluded.slot_id;
  RETURN waiting.put_entry(p_actor, v_was, coalesce(v_was.id, p_id), r.service_id, v_cards, r.mail, v_phone, r.language, p_channel, p_offices, p_from,
    least(p_to, (SELECT s.day FROM ledger.slots s WHERE s.id = r.slot_id)), p_kinds, p_parts);
END $$;

-- The booking of an entry that its caller has locked takes the place that is held for it, and frees its own: one act, as any change. Returns its number. Refuses closed, past, and lapsed (detail: why).
CREATE OR REPLACE FUNCTION waiting.move_to(p_actor audit.actor, p_entry uuid, p_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_booking uuid := waiting.booking_of(p_entry);
  v_slot bigint;
BEGIN
  SELECT slot_id INTO v_slot FROM reservations.reservations WHERE id = p_hold;
  -- Its lock: it may be moved at this moment, to before what is held.
  PERFORM FROM reservations.reservations WHERE id = v_booking FOR UPDATE;
  IF waiting.open_hold(p_entry, v_at) IS DISTINCT FROM p_hold THEN PERFORM lib.refuse('lapsed', 'withdrawn'); END IF;
  BEGIN
    PERFORM reservations.move(p_actor, v_booking, v_slot, NULL, 'citizen', NULL);
  EXCEPTION WHEN SQLSTATE 'MG001' THEN
    -- Details of a reason that processes of the release before know.
    IF SQLERRM IN ('closed', 'past') THEN RAISE; END IF;
    PERFORM lib.refuse('lapsed', SQLERRM);
  END;
  UPDATE waiting.offers SET outcome = 'taken', ended_at = v_at WHERE reservation_id = p_hold AND outcome IS NULL;
  PERFORM audit.write(p_actor, 'waiting.taken', v_at, v_booking, NULL, NULL, jsonb_build_object('entry', p_entry));
  PERFORM waiting.finish(p_actor, p_entry, 'booked');
  RETURN (SELECT number FROM reservations.reservations WHERE id = v_booking);
END $$;
