-- The acts of waiting. Order of locks: visit → the turn → entry → reservation → standing → cards → slots; nothing that holds a reservation asks for an entry.

-- One at a time enters or is offered something: or a place would go to who stands behind, and one person would wait twice.
CREATE OR REPLACE FUNCTION waiting.take_turn() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_advisory_xact_lock(hashtext('waiting'), 0) $$;

-- Whether the city keeps a waiting list.
CREATE OR REPLACE FUNCTION waiting.is_on() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.number('waiting-hold-hours') > 0 $$;

CREATE OR REPLACE FUNCTION waiting.clock() RETURNS audit.actor LANGUAGE sql IMMUTABLE
AS $$ SELECT ROW('clock', NULL, NULL, NULL)::audit.actor $$;

-- What is held for an entry at this moment, whether it is still good for it or not; null: nothing. With another time chosen in its place it is a hold like any other.
CREATE OR REPLACE FUNCTION waiting.held_for(p_entry uuid, p_at timestamptz) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id
  WHERE o.entry_id = p_entry AND o.outcome IS NULL AND r.state = 'held' AND r.held_until > p_at AND r.offered
$$;

-- The hold an entry is offered, as long as it stands; null: none. Beside a booking that was moved to before it, it is offered no more, and is taken back within the minute (waiting.settle).
CREATE OR REPLACE FUNCTION waiting.open_hold(p_entry uuid, p_at timestamptz) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT r.id FROM reservations.reservations r WHERE r.id = waiting.held_for(p_entry, p_at) AND waiting.is_earlier(p_entry, r.slot_id, p_at) $$;

-- An entry that its caller has locked; null where it was beside a booking that is over for it by now, which ends it: what the worker does within a minute.
CREATE OR REPLACE FUNCTION waiting.end_over_beside(p_actor audit.actor, e waiting.entries) RETURNS waiting.entries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_why constant text := waiting.beside_over(e);
BEGIN
  IF v_why IS NULL THEN RETURN e; END IF;
  PERFORM waiting.finish(p_actor, e.id, v_why);
  RETURN NULL;
END $$;

-- Refuses what nobody can wait for: as waiting.enter says of bad_choice, already_booked, card_not_bookable, nothing_to_come and out_of_reach.
CREATE OR REPLACE FUNCTION waiting.refuse_unfit(e waiting.entries, p_at timestamptz) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_over text;
  v_expires constant date := waiting.expires_on(e);
  v_late text;
  v_far text;
  v_small text;
  v_never text;
BEGIN
  IF coalesce(e.id IS NULL OR cardinality(e.office_ids) = 0 OR cardinality(e.day_kinds) = 0 OR cardinality(e.parts) = 0 OR NOT isfinite(e.from_day) OR NOT isfinite(e.to_day)
    OR e.to_day < e.from_day OR e.to_day > lib.day_of(p_at) + 400, true) THEN PERFORM lib.refuse('bad_choice'); END IF;
  IF waiting.unbooked(e, p_at) <> e.card_ids THEN PERFORM lib.refuse('already_booked'); END IF;
  v_over := waiting.over_by(e, p_at);
  IF v_over = 'card' THEN PERFORM lib.refuse('card_not_bookable'); END IF;
  -- Where the cards cannot be brought within the window no place ever fits them.
  SELECT string_agg(o.name, '、' ORDER BY o.position, o.id) INTO v_far FROM offices.offices o CROSS JOIN LATERAL waiting.reach_of(e, o.id, p_at) w WHERE o.id = ANY (e.office_ids) AND w.earliest IS NULL;
  -- Said before that nothing is to come: another office may help, a later day may not.
  IF v_far IS NOT NULL THEN PERFORM lib.refuse('out_of_reach', v_far); END IF;
  -- Nor where one of them has expired by the first day they could come. Details of a reason that processes of the release before know, here and below.
  SELECT string_agg(o.name, '、' ORDER BY o.position, o.id) INTO v_late FROM offices.offices o CROSS JOIN LATERAL waiting.reach_of(e, o.id, p_at) w
  WHERE o.id = ANY (e.office_ids) AND v_expires < greatest(w.earliest, e.from_day);
  IF v_late IS NOT NULL THEN PERFORM lib.refuse('bad_choice', 'expires ' || v_late); END IF;
  IF v_over = 'days' THEN PERFORM lib.refuse('nothing_to_come'); END IF;
  -- Nor where none of the days has a time of that kind, or none for so many together.
  v_never := waiting.never_at(e, 1, 1, p_at);
  IF v_never IS NOT NULL THEN PERFORM lib.refuse('bad_choice', 'never_opens ' || v_never); END IF;
  IF waiting.people_of(e) > 1 THEN
    SELECT string_agg(o.name, '、' ORDER BY o.position, o.id) INTO v_small FROM offices.offices o
    WHERE o.id = ANY (e.office_ids) AND NOT reservations.has_room(o.id, e.service_id, waiting.people_of(e), waiting.units_of(e), e.from_day, e.to_day, p_at);
    v_small := coalesce(v_small, waiting.never_at(e, waiting.people_of(e), waiting.units_of(e), p_at));
  END IF;
  IF v_small IS NOT NULL THEN PERFORM lib.refuse('bad_choice', 'too_many ' || v_small); END IF;
END $$;

-- Refuses place_free where something fits now (detail: the time).
CREATE OR REPLACE FUNCTION waiting.refuse_free(e waiting.entries, p_at timestamptz) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_fits text;
BEGIN
  -- What they could have at once is not waited for.
  SELECT jsonb_build_object('slot', f.slot_id, 'office', o.code, 'day', f.day, 'startMinute', f.start_minute)::text INTO v_fits
  FROM (SELECT * FROM waiting.fitting(e, ARRAY(SELECT p FROM waiting.free_places(p_at, e) p), p_at) LIMIT 1) f JOIN ledger.slots s ON s.id = f.slot_id JOIN offices.offices o ON o.id = s.office_id;
  IF v_fits IS NOT NULL THEN PERFORM lib.refuse('place_free', v_fits); END IF;
END $$;

-- Writes what somebody waits for: a new entry, or p_was of theirs anew, which its caller has locked. Judged and told as waiting.enter says.
CREATE OR REPLACE FUNCTION waiting.put_entry(
  p_actor audit.actor, p_was waiting.entries, p_id uuid, p_service integer, p_cards bigint[], p_mail text, p_phone text, p_language text, p_channel text,
  p_offices integer[], p_from date, p_to date, p_kinds text[], p_parts text[]
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  e waiting.entries;
BEGIN
  e := ROW(coalesce(p_was.id, p_id), p_service, p_cards, p_mail, coalesce(p_phone, ''), p_language, p_channel,
    ARRAY(SELECT DISTINCT f.id FROM offices.open_to_citizens(v_at) f WHERE f.id = ANY (p_offices) ORDER BY f.id), greatest(p_from, lib.day_of(v_at)), p_to,
    ARRAY(SELECT k FROM unnest(ARRAY['weekday', 'holiday']) k WHERE k = ANY (p_kinds)), ARRAY(SELECT k FROM unnest(ARRAY['morning', 'afternoon', 'evening']) k WHERE k = ANY (p_parts)),
    coalesce(p_was.entered_at, v_at), (p_actor).staff_id, 0, coalesce(p_was.version, 0), NULL, NULL)::waiting.entries;
  PERFORM waiting.refuse_unfit(e, v_at);
  IF p_was.id IS NOT NULL AND (p_was.card_ids, p_was.phone, p_was.office_ids, p_was.from_day, p_was.to_day, p_was.day_kinds, p_was.parts) IS NOT DISTINCT FROM
    (e.card_ids, e.phone, e.office_ids, e.from_day, e.to_day, e.day_kinds, e.parts) THEN RETURN 'already'; END IF;
  PERFORM waiting.refuse_free(e, v_at);
  IF p_was.id IS NULL THEN
    INSERT INTO waiting.entries SELECT e.*;
  ELSE
    -- What is held for other people than come now is let go.
    IF p_was.card_ids IS DISTINCT FROM e.card_ids THEN PERFORM waiting.pass(p_actor, e.id); END IF;
    UPDATE waiting.entries SET card_ids = e.card_ids, phone = e.phone, language = e.language, office_ids = e.office_ids, from_day = e.from_day, to_day = e.to_day,
      day_kinds = e.day_kinds, parts = e.parts, silent = 0, version = version + 1 WHERE id = e.id RETURNING * INTO e;
  END IF;
  PERFORM audit.write(p_actor, CASE WHEN p_was.id IS NULL THEN 'waiting.entered' ELSE 'waiting.changed' END, v_at, NULL, e.card_ids[1], NULL,
    jsonb_build_object('entry', e.id, 'people', cardinality(e.card_ids), 'channel', e.channel, 'from', e.from_day, 'to', e.to_day));
  IF e.mail IS NOT NULL AND reservations.may_mail(e.mail, 'own', v_at) THEN
    PERFORM outbox.put_about('waiting', jsonb_strip_nulls(jsonb_build_object('entry', e.id, 'changed', CASE WHEN p_was.id IS NOT NULL THEN true END)), e.id || ':' || e.version, v_at);
  END IF;
  RETURN CASE WHEN p_was.id IS NULL THEN 'entered' ELSE 'changed' END;
END $$;

-- Enters a party, or changes what it waits for: its place in the order stays. p_by: 'web' | 'phone'. Returns entered | changed | already.
-- Refuses: off, bad_choice (detail `too_many` and the names: so many cannot come together at these offices on any of the days; `never_opens` and the names: they do not open on such days at such times; `expires` and the names: a card expires before the first day they could come there), already_booked, card_not_bookable, waits_elsewhere (one of them is in another entry), nothing_to_come (no such day can be offered any
-- more), out_of_reach (their cards cannot be brought to one of the offices within the window; detail: its name), place_free (detail: the time that fits them now).
CREATE OR REPLACE FUNCTION waiting.enter(
  p_actor audit.actor, p_id uuid, p_service integer, p_cards bigint[], p_mail text, p_phone text, p_language text, p_channel text,
  p_offices integer[], p_from date, p_to date, p_kinds text[], p_parts text[]
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_was waiting.entries;
BEGIN
  IF NOT waiting.is_on() THEN PERFORM lib.refuse('off'); END IF;
  -- As a foreign key would: no card goes before it is known that somebody waits with it (keep_cards). Before the turn: a list that is taken back locks its cards for minutes.
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR KEY SHARE;
  PERFORM waiting.take_turn();
  SELECT * INTO v_was FROM waiting.entries x WHERE x.ended_at IS NULL AND x.service_id = p_service AND x.card_ids && p_cards ORDER BY x.entered_at LIMIT 1 FOR UPDATE;
  -- Beside a booking that is over by now, they waited; who has one changes it there.
  IF waiting.booking_of(v_was.id) IS NOT NULL THEN
    v_was := waiting.end_over_beside(p_actor, v_was);
    IF v_was.id IS NOT NULL THEN PERFORM lib.refuse('already_booked'); END IF;
  END IF;
  -- The same people, begun by another of them, are who they were: what is held for them stays.
  IF v_was.card_ids @> p_cards AND v_was.card_ids <@ p_cards THEN p_cards := v_was.card_ids; END IF;
  IF v_was.id IS NULL AND EXISTS (SELECT FROM waiting.entries WHERE id = p_id) THEN PERFORM lib.refuse('bad_choice'); END IF;
  IF v_was.id IS NOT NULL AND (lower(v_was.mail) IS DISTINCT FROM lower(p_mail) OR NOT (v_was.card_ids <@ p_cards)) THEN PERFORM lib.refuse('waits_elsewhere'); END IF;
  IF (SELECT count(*) FROM waiting.entries x WHERE x.ended_at IS NULL AND x.service_id = p_service AND x.card_ids && p_cards) > 1 THEN PERFORM lib.refuse('waits_elsewhere'); END IF;
  RETURN waiting.put_entry(p_actor, v_was, p_id, p_service, p_cards, p_mail, p_phone, p_language, p_channel, p_offices, p_from, p_to, p_kinds, p_parts);
END $$;

-- Staff change what somebody waits for, or how they are reached: their place in the order stays. Who comes stays too. What is held for them stays, and is told to
-- a new address anew; whoever came through the address before is ended. p_version: what the page showed. Returns changed | already. Refuses: unknown (not there, or over),
-- changed_meanwhile, bad_choice (no address and no number too), already_booked (all of them: the address is the booking's); another wish as waiting.enter does.
CREATE OR REPLACE FUNCTION waiting.change(
  p_actor audit.actor, p_entry uuid, p_version integer, p_mail text, p_phone text, p_language text, p_offices integer[], p_from date, p_to date, p_kinds text[], p_parts text[]
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_was waiting.entries;
  e waiting.entries;
  v_hold uuid;
BEGIN
  -- As their own acts do, which have the visit first and then ask for the entry.
  PERFORM FROM waiting.entries x CROSS JOIN LATERAL reservations.visits_before(x.id, ARRAY(SELECT o.reservation_id FROM waiting.offers o WHERE o.entry_id = x.id), x.card_ids, x.mail, p_mail)
    WHERE x.id = p_entry AND lower(x.mail) IS DISTINCT FROM lower(p_mail);
  PERFORM waiting.take_turn();
  SELECT * INTO v_was FROM waiting.entries WHERE id = p_entry AND ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF cardinality(waiting.unbooked(v_was, v_at)) = 0 THEN PERFORM lib.refuse('already_booked'); END IF;
  IF v_was.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  -- Beside a booking they are reached as it says: it is put right there.
  IF waiting.booking_of(v_was.id) IS NOT NULL THEN p_mail := v_was.mail; p_phone := v_was.phone; p_language := v_was.language; p_to := least(p_to, (SELECT b.day FROM waiting.beside(v_was.id) b)); END IF;
  e := v_was;
  e.mail := p_mail;
  e.phone := coalesce(p_phone, '');
  e.language := p_language;
  IF e.mail IS NULL AND e.phone = '' THEN PERFORM lib.refuse('bad_choice'); END IF;
  -- What was chosen and is not touched is not judged anew: an address is put right whatever day it is by now.
  e.office_ids := ARRAY(SELECT DISTINCT o FROM unnest(p_offices) o ORDER BY o);
  e.day_kinds := ARRAY(SELECT k FROM unnest(ARRAY['weekday', 'holiday']) k WHERE k = ANY (p_kinds));
  e.parts := ARRAY(SELECT k FROM unnest(ARRAY['morning', 'afternoon', 'evening']) k WHERE k = ANY (p_parts));
  e.from_day := p_from;
  e.to_day := p_to;
  IF (e.office_ids, e.from_day, e.to_day, e.day_kinds, e.parts)
    IS DISTINCT FROM (ARRAY(SELECT o FROM unnest(v_was.office_ids) o ORDER BY o), v_was.from_day, v_was.to_day, v_was.day_kinds, v_was.parts) THEN
    e.office_ids := ARRAY(SELECT f.id FROM offices.open_to_citizens(v_at) f WHERE f.id = ANY (p_offices) ORDER BY f.id);
    e.from_day := CASE WHEN p_from = v_was.from_day THEN p_from ELSE greatest(p_from, lib.day_of(v_at)) END;
    -- Who was silent three times and telephones is not.
    e.silent := 0;
    UPDATE waiting.besides x SET slot_id = b.slot_id FROM waiting.beside(e.id) b WHERE x.entry_id = e.id AND b.live;
    PERFORM waiting.refuse_unfit(e, v_at);
    PERFORM waiting.refuse_free(e, v_at);
  ELSIF (e.mail, e.phone, e.language) IS NOT DISTINCT FROM (v_was.mail, v_was.phone, v_was.language) THEN
    RETURN 'already';
  END IF;
  UPDATE waiting.entries SET mail = e.mail, phone = e.phone, language = e.language, office_ids = e.office_ids, from_day = e.from_day, to_day = e.to_day,
    day_kinds = e.day_kinds, parts = e.parts, silent = 0, version = version + 1 WHERE id = e.id RETURNING * INTO e;
  PERFORM audit.write(p_actor, 'waiting.changed', v_at, NULL, e.card_ids[1], NULL, jsonb_build_object('entry', e.id, 'people', cardinality(e.card_ids), 'channel', e.channel,
    'from', e.from_day, 'to', e.to_day, 'mail_changed', e.mail IS DISTINCT FROM v_was.mail, 'phone_changed', e.phone IS DISTINCT FROM v_was.phone));
  v_hold := waiting.open_hold(e.id, v_at);
  IF v_hold IS NOT NULL THEN PERFORM reservations.reach_offer(v_hold, e.mail, e.phone, e.language); END IF;
  IF e.mail IS DISTINCT FROM v_was.mail THEN
    -- Links of the address before are worth nothing, nor what they opened; its mail that has not left goes to the new one.
    PERFORM reservations.end_visits_before(p_actor, e.id, ARRAY(SELECT o.reservation_id FROM waiting.offers o WHERE o.entry_id = e.id), e.card_ids, v_was.mail, e.mail);
    DELETE FROM waiting.links WHERE entry_id = e.id;
    IF e.mail IS NOT NULL AND v_hold IS NOT NULL AND waiting.told_already(v_hold) THEN
      PERFORM outbox.put('waiting-offer', v_hold, NULL, e.version::text, '{}', (waiting.term(v_at, 1, false)).told_at);
    END IF;
  END IF;
  -- To a new address the offer that stands is told alone: two mails at once would say that a place is held, and that there is none yet.
  IF e.mail IS NOT NULL AND (v_hold IS NULL OR e.mail IS NOT DISTINCT FROM v_was.mail) AND reservations.may_mail(e.mail, 'own', v_at) THEN
    PERFORM outbox.put_about('waiting', jsonb_build_object('entry', e.id, 'changed', true), e.id || ':' || e.version, v_at);
  END IF;
  RETURN 'changed';
END $$;
