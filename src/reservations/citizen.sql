-- What the citizens' role may do with visits and reservations. Each function first asks whose visit the cookie is.

-- The live visit of a cookie; refuses `no_visit`. Every act carries it on (WCAG 2.2.1): it ends when nobody has done anything for so long. Written only
-- where some minutes have gone by, since in a rush a visit is over within them.
CREATE OR REPLACE FUNCTION reservations.visit_of(p_cookie bytea, p_at timestamptz, p_proven boolean) RETURNS reservations.visits
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits;
  v_until timestamptz := p_at + make_interval(mins => site.number('visit-minutes'));
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE cookie_hash = p_cookie AND expires_at > p_at AND finished_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND OR (p_proven AND v.proven_at IS NULL) OR NOT reservations.admits(v) THEN PERFORM lib.refuse('no_visit'); END IF;
  IF v.expires_at < v_until - interval '3 minutes' THEN
    UPDATE reservations.visits SET expires_at = v_until WHERE id = v.id RETURNING * INTO STRICT v;
  END IF;
  RETURN v;
END $$;

CREATE OR REPLACE FUNCTION reservations.citizen_actor(p_request text, p_source text) RETURNS audit.actor LANGUAGE sql IMMUTABLE
AS $$ SELECT ROW('citizen', NULL, p_request, p_source)::audit.actor $$;

-- The live hold of the very same people under the very same address, proven here too: made in another browser of theirs. Null: there is none.
CREATE OR REPLACE FUNCTION reservations.own_hold(v reservations.visits, p_at timestamptz) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM ledger.standing t JOIN reservations.reservations r ON r.id = t.reservation_id
  WHERE t.service_id = v.service_id AND t.key = ANY (ARRAY(SELECT 'c:' || u FROM unnest(v.card_ids) u) || ('p:' || (v.person ->> 'key'))) AND t.until > p_at
    AND r.state = 'held' AND r.held_until > p_at AND NOT r.by_desk AND r.mail = v.mail AND v.proven_at IS NOT NULL
    AND (SELECT array_agg(coalesce(m.card_id::text, m.person_key) ORDER BY coalesce(m.card_id::text, m.person_key)) FROM (SELECT card_id, person_key FROM reservations.members WHERE reservation_id = r.id AND removed_at IS NULL) m)
      = (SELECT array_agg(k ORDER BY k) FROM (SELECT coalesce(p.card_id::text, p.member ->> 'person_key') AS k FROM reservations.party_of(v) p) x)
  LIMIT 1
$$;

-- Whether a slot is at an office that citizens may choose at this instant (§8(3)⑦c): pages do not show others, but anyone can send a number.
CREATE OR REPLACE FUNCTION reservations.open_to_citizens(p_slot bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM ledger.slots s JOIN offices.open_to_citizens(p_at) o ON o.id = s.office_id WHERE s.id = p_slot) $$;

-- The link of the live reservation of each of these cards, to its registered address. What it came to is for the log and tests: the page says the same to all.
CREATE OR REPLACE FUNCTION reservations.mail_links(p_actor audit.actor, p_service integer, p_cards bigint[], p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v record;
  v_result text := 'no_reservation';
BEGIN
  FOR v IN
    SELECT c.id AS card, c.protected, r.id, r.mail FROM unnest(p_cards) AS u (id) JOIN cards.cards c ON c.id = u.id
      LEFT JOIN ledger.standing s ON s.service_id = p_service AND s.key = 'c:' || c.id AND s.until > p_at
      LEFT JOIN reservations.reservations r ON r.id = s.reservation_id AND r.state = 'booked'
    ORDER BY c.id
  LOOP
    PERFORM audit.write(p_actor, 'citizen.asked-for-link', p_at, v.id, v.card);
    IF v.id IS NULL THEN CONTINUE; END IF;
    -- Under 支援措置 all goes through staff.
    IF v.mail IS NULL OR v.protected THEN
      v_result := CASE v_result WHEN 'no_reservation' THEN 'no_mail' ELSE v_result END;
    ELSE
      PERFORM reservations.mail_link(v.id, v.mail, p_at);
      v_result := 'link_sent';
    END IF;
  END LOOP;
  RETURN v_result;
END $$;

-- Begins a visit for whoever proves themselves. purpose book: for booking; manage: sends the link of the live reservation to its registered address.
-- outcome: ok | year_needed | refused | link_sent | no_mail (manage: the reservation has no address: please call) | no_reservation.
CREATE OR REPLACE FUNCTION citizen.verify(
  p_service text, p_notice text, p_month integer, p_day integer, p_year integer, p_address text,
  p_cookie bytea, p_language text, p_purpose text, p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_service integer;
  v_proof record;
BEGIN
  SELECT id INTO v_service FROM services.services WHERE code = p_service AND retired_at IS NULL;
  IF v_service IS NULL THEN RETURN 'refused'; END IF;
  SELECT * INTO v_proof FROM cards.prove(p_notice, p_month, p_day, p_year, p_address, p_purpose, v_at);
  IF v_proof.outcome <> 'ok' THEN
    PERFORM audit.write(v_actor, 'citizen.' || v_proof.outcome, v_at, NULL, NULL, NULL, jsonb_build_object('purpose', p_purpose));
    RETURN v_proof.outcome;
  END IF;
  IF p_purpose = 'manage' THEN RETURN reservations.mail_links(v_actor, v_service, v_proof.card_ids, v_at); END IF;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, language, created_at, expires_at)
  VALUES (p_cookie, 'book', v_service, v_proof.card_ids, p_language, v_at, v_at + make_interval(mins => site.number('visit-minutes')));
  PERFORM audit.write(v_actor, 'citizen.proved', v_at, NULL, v_proof.card_ids[1]);
  RETURN 'ok';
END $$;

-- Sends the registration link to an address (§8(3)③); again for another address or a resend. sent | too_many. Refuses no_visit, bad_mail, unknown (it is
-- booked: its address is the desk's to change).
CREATE OR REPLACE FUNCTION citizen.request_link(p_cookie bytea, p_mail text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, false);
  v_until timestamptz := v_at + make_interval(hours => site.number('link-hours'));
  v_today bigint;
BEGIN
  IF length(p_mail) > 254 OR p_mail !~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$' THEN PERFORM lib.refuse('bad_mail'); END IF;
  IF EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND number IS NOT NULL) THEN PERFORM lib.refuse('unknown'); END IF;
  -- Counted per visit, per card and per mailbox, as they are put: typing another address afterwards takes nothing off, and nobody's mailbox is filled through us.
  v_today := CASE WHEN v.person IS NULL THEN (
    SELECT coalesce(sum(o.mails_sent), 0) FROM reservations.visits o WHERE o.card_ids && v.card_ids AND o.created_at > v_at - interval '1 day') ELSE 0 END;
  IF v.mails_sent >= site.number('link-mails') OR v_today >= 3 * site.number('link-mails') OR NOT reservations.may_mail(p_mail, v_at) THEN RETURN 'too_many'; END IF;
  UPDATE reservations.visits SET mail = p_mail, mails_sent = mails_sent + 1, proven_at = CASE WHEN mail = p_mail THEN proven_at END,
    link_until = v_until, expires_at = greatest(expires_at, v_until)
  WHERE id = v.id;
  DELETE FROM reservations.links WHERE visit_id = v.id AND sent_to <> reservations.hash_of(p_mail);
  DELETE FROM reservations.codes WHERE visit_id = v.id AND sent_to <> reservations.hash_of(p_mail);
  PERFORM outbox.put('link', NULL, v.id, (v.mails_sent + 1)::text, '{}', v_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.asked-for-registration-link', v_at, NULL, v.card_ids[1]);
  RETURN 'sent';
END $$;

-- What the people of a visit that was just proven hold in a browser that is no more comes back to it.
CREATE OR REPLACE FUNCTION reservations.take_back_hold(v reservations.visits, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v.reservation_id AND r.state = 'held' AND r.held_until > p_at) THEN RETURN; END IF;
  UPDATE reservations.visits SET reservation_id = reservations.own_hold(v, p_at), cautions = '{}' WHERE id = v.id AND reservations.own_hold(v, p_at) IS NOT NULL;
END $$;

-- What a link is good for, without changing anything (mail scanners open links): ready | expired | finished | booked | unknown. Says nothing about
-- the person. `expired` also once it is booked: the booking has links of its own.
CREATE OR REPLACE FUNCTION citizen.look_at_link(p_secret uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT CASE WHEN NOT reservations.admits(v) THEN 'unknown' WHEN l.finished_at IS NOT NULL THEN 'finished' WHEN l.until <= lib.now() THEN 'expired'
      WHEN r.state IN ('booked', 'ended') THEN 'booked' ELSE 'ready' END
    FROM reservations.link_of(p_secret) l JOIN reservations.visits v ON v.id = l.visit_id LEFT JOIN reservations.reservations r ON r.id = v.reservation_id), 'unknown')
$$;

-- The mail's button: proves the address and hands the visit to this browser, also to another one than it began in. p_was: the cookie the
-- browser had before, null for none. ready | expired | finished | booked | unknown.
CREATE OR REPLACE FUNCTION citizen.open_link(p_secret uuid, p_cookie bytea, p_was bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_found text := citizen.look_at_link(p_secret);
  v_visit uuid := (reservations.link_of(p_secret)).visit_id;
  v reservations.visits;
BEGIN
  IF v_found NOT IN ('ready', 'booked') THEN RETURN v_found; END IF;
  SELECT * INTO STRICT v FROM reservations.visits WHERE id = v_visit FOR UPDATE;
  IF v.cookie_hash IS DISTINCT FROM p_was THEN
    INSERT INTO reservations.handed_on (cookie_hash, at) VALUES (v.cookie_hash, v_at) ON CONFLICT (cookie_hash) DO NOTHING;
  END IF;
  DELETE FROM reservations.visits WHERE cookie_hash = p_cookie AND id <> v_visit;
  UPDATE reservations.visits SET cookie_hash = p_cookie, person_here = person_here AND cookie_hash IS NOT DISTINCT FROM p_was, proven_at = v_at, finished_at = NULL,
    link = reservations.hash_of(p_secret::text), expires_at = v_at + make_interval(mins => site.number('visit-minutes'))
  WHERE id = v_visit RETURNING * INTO STRICT v;
  -- Proven once, the digits of its mails prove nothing more.
  DELETE FROM reservations.codes WHERE visit_id = v.id;
  IF v_found = 'ready' THEN PERFORM reservations.take_back_hold(v, v_at); END IF;
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.opened-link', v_at, NULL, v.card_ids[1]);
  RETURN v_found;
END $$;

-- The manage link of a booked visit, without changing anything: ready | over | finished | unknown.
CREATE OR REPLACE FUNCTION citizen.look_at_manage(p_secret uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT CASE WHEN EXISTS (SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND c.protected) THEN 'unknown'
      WHEN l.finished_at IS NOT NULL THEN 'finished'
    -- A visit that was taken away may be put elsewhere after its day too: the storm lasts, the mail is read late.
      WHEN r.state = 'booked' AND s.day >= lib.day_of(lib.now()) - CASE WHEN reservations.needs_moving(r, s) THEN 30 ELSE 0 END THEN 'ready' ELSE 'over' END
    FROM reservations.link_of(p_secret) l JOIN reservations.reservations r ON r.id = l.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE r.number IS NOT NULL), 'unknown')
$$;

CREATE OR REPLACE FUNCTION citizen.open_manage(p_secret uuid, p_cookie bytea, p_language text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_found text := citizen.look_at_manage(p_secret);
  l reservations.links := reservations.link_of(p_secret);
  r reservations.reservations;
BEGIN
  IF v_found <> 'ready' THEN RETURN v_found; END IF;
  SELECT * INTO STRICT r FROM reservations.reservations WHERE id = l.reservation_id;
  -- Corrected between the look and here: the address on the visit is the one the link went to, or there is no visit.
  IF l.sent_to IS DISTINCT FROM reservations.hash_of(r.mail) THEN RETURN 'unknown'; END IF;
  DELETE FROM reservations.visits WHERE cookie_hash = p_cookie;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, language, mail, proven_at, reservation_id, link, created_at, expires_at)
  VALUES (p_cookie, 'manage', r.service_id,
    ARRAY(SELECT card_id FROM reservations.members WHERE reservation_id = r.id AND removed_at IS NULL AND card_id IS NOT NULL ORDER BY position),
    coalesce(p_language, r.language), r.mail, v_at, r.id, l.hash, v_at, v_at + make_interval(mins => site.number('visit-minutes')));
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.opened-manage-link', v_at, r.id);
  RETURN 'ready';
END $$;

-- Why a cookie has no live visit: expired (nobody did anything for so long) | finished | elsewhere (the mail's link was opened in another browser) | ended
-- (its address is no longer the reservation's) | unknown.
CREATE OR REPLACE FUNCTION citizen.why_over(p_cookie bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(
    (SELECT CASE WHEN v.finished_at IS NOT NULL THEN 'finished' WHEN v.expires_at <= lib.now() THEN 'expired' ELSE 'ended' END FROM reservations.visits v WHERE v.cookie_hash = p_cookie),
    (SELECT 'elsewhere' FROM reservations.handed_on h WHERE h.cookie_hash = p_cookie), 'unknown')
$$;

-- Holds a slot for the visit's party. p_id is the form's UUID. A live hold of the same visit moves; a lapsed one is followed by a new one.
-- held | already | moved. Refuses as reservations.hold and no_visit, party_full, too_many_for_mail, too_many_held.
CREATE OR REPLACE FUNCTION citizen.hold(p_cookie bytea, p_id uuid, p_slot bigint, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_held reservations.reservations;
  v_result text;
BEGIN
  IF v.purpose <> 'book' THEN PERFORM lib.refuse('no_visit'); END IF;
  IF NOT reservations.open_to_citizens(p_slot, v_at) THEN PERFORM lib.refuse('slot_unknown'); END IF;
  SELECT * INTO v_held FROM reservations.reservations WHERE id = v.reservation_id;
  IF v_held.id IS NULL OR v_held.state IN ('lapsed', 'cancelled') OR v_held.held_until <= v_at THEN
    -- Held in a browser that is no more, or in another one of theirs: the same hold, not one in their own way.
    SELECT * INTO v_held FROM reservations.reservations WHERE id = coalesce(reservations.own_hold(v, v_at), v.reservation_id);
    IF v_held.id IS DISTINCT FROM v.reservation_id THEN UPDATE reservations.visits SET reservation_id = v_held.id, cautions = '{}' WHERE id = v.id; END IF;
  END IF;
  IF v_held.state = 'booked' THEN PERFORM lib.refuse('already_booked'); END IF;
  IF v_held.state = 'held' AND v_held.held_until > v_at THEN
    -- Held for who waited: whoever chooses another time holds that one as anybody does.
    IF v_held.offered AND v_held.slot_id <> p_slot THEN PERFORM reservations.from_offer(v_held.id); END IF;
    v_result := reservations.move(v_actor, v_held.id, p_slot, NULL, 'citizen', NULL);
    RETURN CASE v_result WHEN 'same' THEN 'already' ELSE v_result END;
  END IF;
  -- The id may be known only as this visit's own, or a stranger's form would answer for another's reservation.
  IF EXISTS (SELECT FROM reservations.reservations WHERE id = p_id AND p_id IS DISTINCT FROM v.reservation_id) THEN PERFORM lib.refuse('stale_form'); END IF;
  IF v.person IS NOT NULL THEN
    PERFORM reservations.within_live(v.mail, v.reservation_id, reservations.people_of(v), v_at);
    PERFORM reservations.within_held(v, reservations.people_of(v), v_at);
  END IF;
  -- The city's number may have been set lower since.
  IF reservations.people_of(v) > (SELECT s.party_max FROM services.services s WHERE s.id = v.service_id) THEN PERFORM lib.refuse('party_full'); END IF;
  v_result := reservations.hold(v_actor, p_id, v.service_id, p_slot,
    CASE WHEN v.person IS NULL THEN (SELECT jsonb_agg(jsonb_build_object('card_id', u)) FROM unnest(v.card_ids) u)
      ELSE (SELECT jsonb_agg(p.member ORDER BY p.n) FROM reservations.party_of(v) p) END,
    'citizen', 'web', v.mail, v.person ->> 'phone', v.language, NULL, NULL);
  UPDATE reservations.visits SET reservation_id = p_id, cautions = '{}',
    expires_at = greatest(expires_at, v_at + make_interval(mins => site.number('hold-minutes') + 5)) WHERE id = v.id;
  RETURN v_result;
END $$;

CREATE OR REPLACE FUNCTION citizen.extend(p_cookie bytea, p_request text, p_source text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_until timestamptz;
BEGIN
  IF v.purpose <> 'book' THEN PERFORM lib.refuse('no_visit'); END IF;
  v_until := reservations.extend(reservations.citizen_actor(p_request, p_source), v.reservation_id);
  -- No hold outlives its visit: what is kept for somebody they can book.
  UPDATE reservations.visits SET expires_at = v_until + interval '5 minutes' WHERE id = v.id AND expires_at < v_until + interval '5 minutes';
  RETURN v_until;
END $$;

-- Somebody reads on: the visit ends later (WCAG 2.2.1). Asked by pages when it would end soon, so that reading in a rush writes nothing. Until when.
CREATE OR REPLACE FUNCTION citizen.carry_on(p_cookie bytea) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN (reservations.visit_of(p_cookie, lib.now(), false)).expires_at; END $$;

-- Keeps which cautions were ticked; true when all are that its party has to tick.
CREATE OR REPLACE FUNCTION citizen.accept_cautions(p_cookie bytea, p_ids integer[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_ticked integer[];
BEGIN
  SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO v_ticked FROM unnest(reservations.cautions_for(v.service_id, v.reservation_id)) AS id WHERE id = ANY (p_ids);
  UPDATE reservations.visits SET cautions = v_ticked WHERE id = v.id;
  RETURN reservations.cautions_for(v.service_id, v.reservation_id) <@ v_ticked;
END $$;

-- Books what the visit holds (§8(3)⑨: cautions taken in before). Returns the reservation number; again, the same.
-- p_version: of the hold as it was shown. Picked anew in another tab it is another place under the same id, which nobody has checked.
-- Refuses as reservations.confirm and no_visit, cautions, stale_form, too_many_for_mail.
CREATE OR REPLACE FUNCTION citizen.confirm(p_cookie bytea, p_id uuid, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  IF v.purpose <> 'book' OR v.reservation_id IS DISTINCT FROM p_id THEN PERFORM lib.refuse('stale_form'); END IF;
  IF NOT reservations.cautions_for(v.service_id, v.reservation_id) <@ v.cautions THEN PERFORM lib.refuse('cautions'); END IF;
  -- The address may have been typed anew (and proven) while the place was held: the confirmation goes where it was proven.
  UPDATE reservations.reservations SET mail = v.mail WHERE id = p_id AND state = 'held' AND mail IS DISTINCT FROM v.mail;
  IF FOUND AND v.person IS NOT NULL THEN PERFORM reservations.within_live(v.mail, p_id, reservations.people_of(v), lib.now()); END IF;
  RETURN reservations.confirm(reservations.citizen_actor(p_request, p_source), p_id, p_version);
END $$;

-- The reservation a visit may change: opened from the manage link, or booked in this very visit.
CREATE OR REPLACE FUNCTION citizen.move(p_cookie bytea, p_slot bigint, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  IF v.reservation_id IS NULL OR NOT EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND state = 'booked') THEN PERFORM lib.refuse('unknown'); END IF;
  IF NOT reservations.open_to_citizens(p_slot, lib.now()) THEN PERFORM lib.refuse('slot_unknown'); END IF;
  RETURN reservations.move(reservations.citizen_actor(p_request, p_source), v.reservation_id, p_slot, p_version, 'citizen', NULL);
END $$;

CREATE OR REPLACE FUNCTION citizen.cancel(p_cookie bytea, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  IF v.reservation_id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN reservations.cancel(reservations.citizen_actor(p_request, p_source), v.reservation_id, p_version, 'citizen', 'citizen');
END $$;

-- Sends the newest confirmation once more, three times a day at most: sent | too_many.
CREATE OR REPLACE FUNCTION citizen.resend(p_cookie bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_sent integer;
BEGIN
  IF NOT EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND state = 'booked' AND mail IS NOT NULL) THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT count(*) INTO v_sent FROM outbox.mails m WHERE m.reservation_id = v.reservation_id AND m.kind = 'booked' AND m.created_at > v_at - interval '1 day' AND outbox.about(m) ? 'again';
  IF v_sent >= 3 THEN RETURN 'too_many'; END IF;
  PERFORM outbox.put('booked', v.reservation_id, NULL, 'again-' || gen_random_uuid(), '{"again": "resent"}', v_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.asked-for-mail-again', v_at, v.reservation_id);
  RETURN 'sent';
END $$;

-- Ends the visit and lets go of what it held. p_links, 終了する: the links through which this browser came end too, or they would stand in its history;
-- other mails of the same reservation keep theirs. Without: another visit begins in this browser.
CREATE OR REPLACE FUNCTION citizen.finish(p_cookie bytea, p_request text, p_source text, p_links boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE cookie_hash = p_cookie AND finished_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  -- What was offered to who waited is kept until the instant its mail names.
  IF EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND state = 'held' AND NOT offered) THEN
    PERFORM reservations.cancel(reservations.citizen_actor(p_request, p_source), v.reservation_id, NULL, 'citizen', 'finished');
  END IF;
  UPDATE reservations.visits SET finished_at = v_at WHERE id = v.id;
  IF p_links THEN
    UPDATE reservations.links SET finished_at = v_at WHERE (hash = v.link OR visit_id = v.id) AND finished_at IS NULL;
    PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.finished', v_at, v.reservation_id);
  END IF;
END $$;
