-- What the citizens' role may do with a place and a reservation. Each function first asks whose visit the cookie is.

-- Holds a slot for the visit's party. p_id is the form's UUID. A live hold of the same visit moves; a lapsed one is followed by a new one.
-- held | already | moved. Refuses as reservations.hold and no_visit, party_full, too_many_for_mail, too_many_held, too_often.
CREATE OR REPLACE FUNCTION citizen.hold(p_cookie bytea, p_id uuid, p_slot bigint, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
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
    IF v_held.id IS DISTINCT FROM v.reservation_id THEN UPDATE reservations.visits SET reservation_id = v_held.id, cautions = '{}', ticked = '{}', papers_seen = NULL WHERE id = v.id; END IF;
  END IF;
  -- Another browser of theirs may be booking it or letting it go at this moment: judged under its lock.
  IF v_held.state = 'held' AND v_held.held_until > v_at THEN SELECT * INTO v_held FROM reservations.reservations WHERE id = v_held.id FOR UPDATE; END IF;
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
  IF v_result = 'held' THEN PERFORM reservations.take_turn(v, v_at); END IF;
  UPDATE reservations.visits SET reservation_id = p_id, cautions = '{}', ticked = '{}', papers_seen = NULL,
    expires_at = greatest(expires_at, v_at + make_interval(mins => site.number('hold-minutes') + 5)) WHERE id = v.id;
  -- The people are the same as in the hold that lapsed: how they come is not asked anew, nor is what they ticked.
  IF v.reservation_id <> p_id THEN
    PERFORM reservations.carry_needs(v.reservation_id, p_id);
    IF v_held.state IN ('held', 'lapsed') THEN PERFORM reservations.carry_ticks(v, p_id); END IF;
  END IF;
  RETURN v_result;
END $$;

CREATE OR REPLACE FUNCTION citizen.extend(p_cookie bytea, p_request text, p_source text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
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
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$ BEGIN RETURN (reservations.visit_of(p_cookie, lib.now(), false)).expires_at; END $$;

-- Keeps which versions of which cautions were ticked, {"caution": version}, and the papers that were (p_papers: their mark; p_partly: which boxes of them; null: all, and only
-- then papers_seen is the mark, else ''); true when all cautions are, as they stand now, that its party has to tick.
CREATE OR REPLACE FUNCTION citizen.tick_cautions(p_cookie bytea, p_ticks jsonb, p_papers text, p_partly text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_ids integer[] := reservations.cautions_for(v.service_id, v.reservation_id);
  v_open integer[] := reservations.unticked(v_ids, p_ticks);
BEGIN
  -- A tick of an earlier text stays too: it says to the page that the text changed since.
  UPDATE reservations.visits SET cautions = ARRAY(SELECT id FROM unnest(v_ids) AS id WHERE id <> ALL (v_open) ORDER BY id), ticked = reservations.known_ticks(v_ids, p_ticks),
    papers_seen = CASE WHEN p_partly IS NULL THEN coalesce(left(p_papers, 32), '') ELSE '' END,
    papers_partly = CASE WHEN p_partly <> '{}' THEN jsonb_build_object('mark', left(p_papers, 32), 'boxes', ARRAY(SELECT left(b, 40) FROM unnest(p_partly) AS b LIMIT 6)) END WHERE id = v.id;
  RETURN v_open = '{}';
END $$;

-- Books what the visit holds (§8(3)⑨: cautions taken in before). Returns the reservation number; again, the same.
-- p_version: of the hold as it was shown. Picked anew in another tab it is another place under the same id, which nobody has checked.
-- Which texts were agreed to is kept with it. Refuses as reservations.confirm and no_visit, cautions (a text or somebody's papers not ticked, or changed since), stale_form, too_many_for_mail.
CREATE OR REPLACE FUNCTION citizen.confirm(p_cookie bytea, p_id uuid, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_cautions integer[];
  v_papers jsonb := reservations.papers_of(v.service_id, p_id);
  v_number text;
BEGIN
  IF v.purpose <> 'book' OR v.reservation_id IS DISTINCT FROM p_id THEN PERFORM lib.refuse('stale_form'); END IF;
  v_cautions := reservations.cautions_for(v.service_id, v.reservation_id);
  IF reservations.unticked(v_cautions, v.ticked) <> '{}' THEN PERFORM lib.refuse('cautions'); END IF;
  -- What each is told to bring stands as it was ticked. Where nobody brings anything there was nothing to tick. A process of the release before asks for no
  -- papers and, where there are no cautions, keeps nothing (null): it books as it did. The next release drops that.
  IF EXISTS (SELECT FROM jsonb_array_elements(v_papers) AS e WHERE e -> 'bring' <> '[]') AND v.papers_seen IS DISTINCT FROM reservations.papers_mark(p_id, v_papers)
    AND NOT (v.papers_seen IS NULL AND v_cautions = '{}') THEN
    PERFORM lib.refuse('cautions');
  END IF;
  -- The address may have been typed anew (and proven) while the place was held: the confirmation goes where it was proven.
  UPDATE reservations.reservations SET mail = v.mail WHERE id = p_id AND state = 'held' AND mail IS DISTINCT FROM v.mail;
  IF FOUND AND v.person IS NOT NULL THEN PERFORM reservations.within_live(v.mail, p_id, (SELECT count(*) FROM reservations.party_of(v))::integer, lib.now()); END IF;
  v_number := reservations.confirm(v_actor, p_id, p_version);
  PERFORM reservations.keep_agreed(v_actor, p_id, v_cautions, v.ticked, 'booked', v.language);
  IF NOT EXISTS (SELECT FROM reservations.agreed_papers a WHERE a.reservation_id = p_id) THEN
    PERFORM reservations.keep_papers(p_id, v_papers, 'booked', v.language);
  END IF;
  RETURN v_number;
END $$;

-- Moves the reservation a visit may change: opened from the manage link, or booked in this very visit. p_read as reservations.must_read.
-- Refuses as reservations.move and no_visit, too_often, to_read (§8(3)⑨⑩: what concerns the party on that day was not read).
CREATE OR REPLACE FUNCTION citizen.move(p_cookie bytea, p_slot bigint, p_version integer, p_read jsonb, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_not_read jsonb;
  v_shut boolean;
  v_result text;
BEGIN
  IF v.reservation_id IS NULL OR NOT EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND state = 'booked') THEN PERFORM lib.refuse('unknown'); END IF;
  IF NOT reservations.open_to_citizens(p_slot, lib.now()) THEN PERFORM lib.refuse('slot_unknown'); END IF;
  v_not_read := (SELECT reservations.not_read(v.reservation_id, s.day, '{}', '{}') FROM ledger.slots s WHERE s.id = p_slot);
  -- Whose counter the city shut must move: that is no turn of theirs.
  v_shut := (SELECT reservations.needs_moving(r, s) FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = v.reservation_id);
  v_result := reservations.move(v_actor, v.reservation_id, p_slot, p_version, 'citizen', NULL);
  IF v_result = 'moved' THEN
    IF NOT v_shut THEN PERFORM reservations.take_turn(v, lib.now()); END IF;
    PERFORM reservations.must_read(v_actor, v.reservation_id, v_not_read, p_read, 'moved', v.language);
  END IF;
  RETURN v_result;
END $$;

CREATE OR REPLACE FUNCTION citizen.cancel(p_cookie bytea, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  IF v.reservation_id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN reservations.cancel(reservations.citizen_actor(p_request, p_source), v.reservation_id, p_version, 'citizen', 'citizen');
END $$;

-- Mails once more how the booking stands: sent | too_many (three times a day) | mailbox_full (whatever was asked to be sent there, it was as much as a mailbox is sent a day).
CREATE OR REPLACE FUNCTION citizen.send_again(p_cookie bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_sent integer;
  v_mail text;
BEGIN
  -- Its lock, before they are counted: several browsers may have opened it.
  SELECT mail INTO v_mail FROM reservations.reservations WHERE id = v.reservation_id AND state = 'booked' AND mail IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT count(*) INTO v_sent FROM outbox.mails m WHERE m.reservation_id = v.reservation_id AND m.kind IN ('booked', 'closed-day', 'manage-link') AND m.created_at > v_at - interval '1 day' AND outbox.about(m) ? 'again';
  IF v_sent >= 3 THEN RETURN 'too_many'; END IF;
  IF NOT reservations.may_mail(v_mail, 'own', v_at) THEN RETURN 'mailbox_full'; END IF;
  PERFORM reservations.mail_again(v.reservation_id, 'resent', v_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.asked-for-mail-again', v_at, v.reservation_id);
  RETURN 'sent';
END $$;

-- Ends the visit and lets go of what it held. p_links, 終了する: the links through which this browser came end too, or they would stand in its history;
-- other mails of the same reservation keep theirs. Without: another visit begins in this browser.
CREATE OR REPLACE FUNCTION citizen.finish(p_cookie bytea, p_request text, p_source text, p_links boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE cookie_hash = p_cookie AND finished_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  -- What was offered to who waited is kept until the instant its mail names. Locked first: what another browser of theirs is booking at this moment stays.
  PERFORM FROM reservations.reservations WHERE id = v.reservation_id AND state = 'held' AND NOT offered FOR UPDATE;
  IF FOUND THEN
    PERFORM reservations.cancel(reservations.citizen_actor(p_request, p_source), v.reservation_id, NULL, 'citizen', 'finished');
  END IF;
  UPDATE reservations.visits SET finished_at = v_at WHERE id = v.id;
  IF p_links THEN
    UPDATE reservations.links SET finished_at = v_at WHERE (hash = v.link OR visit_id = v.id) AND finished_at IS NULL;
    PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.finished', v_at, v.reservation_id);
  END IF;
END $$;
