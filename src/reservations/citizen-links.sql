-- The links that prove an address, and what they open.

-- The link of the live reservation of each of these cards, to its registered address. What it came to is for the log and tests: the page says the same to all.
CREATE OR REPLACE FUNCTION reservations.mail_links(p_actor audit.actor, p_service integer, p_cards bigint[], p_at timestamptz, p_language text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v record;
  v_result text := 'no_reservation';
BEGIN
  FOR v IN
    SELECT c.id AS card, reservations.has_protected(r.id) AS protected, r.id, r.mail FROM unnest(p_cards) AS u (id) JOIN cards.cards c ON c.id = u.id
      LEFT JOIN ledger.standing s ON s.service_id = p_service AND s.key = 'c:' || c.id AND s.until > p_at
      -- After its day nothing stands for it, and one that was taken away may still be put elsewhere.
      LEFT JOIN reservations.reservations r ON r.state = 'booked' AND r.id = coalesce(s.reservation_id, (
        SELECT b.id FROM reservations.members m JOIN reservations.reservations b ON b.id = m.reservation_id JOIN ledger.slots l ON l.id = b.slot_id
        WHERE m.card_id = c.id AND m.removed_at IS NULL AND b.service_id = p_service AND reservations.opens_still(b, l, p_at) ORDER BY l.day DESC LIMIT 1))
    ORDER BY c.id
  LOOP
    PERFORM audit.write(p_actor, 'citizen.asked-for-link', p_at, v.id, v.card);
    IF v.id IS NULL THEN CONTINUE; END IF;
    -- Under 支援措置 all goes through staff.
    IF v.mail IS NULL OR v.protected THEN
      v_result := CASE v_result WHEN 'no_reservation' THEN 'no_mail' ELSE v_result END;
    ELSE
      PERFORM reservations.mail_link(v.id, v.mail, p_at, p_language);
      v_result := 'link_sent';
    END IF;
  END LOOP;
  RETURN v_result;
END $$;

-- Puts the mail with the registration link of a visit, to an address that is then the visit's. sent | too_many.
CREATE OR REPLACE FUNCTION reservations.put_link(v reservations.visits, p_mail text, p_at timestamptz, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_until timestamptz := p_at + make_interval(hours => site.number('link-hours'));
  v_today bigint;
BEGIN
  -- Counted per visit, per card and per mailbox, as they are put: typing another address afterwards takes nothing off, and nobody's mailbox is filled through us.
  -- One after the other of a card too: the count below sees what the visit before put.
  PERFORM cards.count_try('mail', 'card ' || u.id, 2147483647, p_at) FROM (SELECT id FROM unnest(v.card_ids) AS c (id) ORDER BY id) u;
  v_today := CASE WHEN v.person IS NULL THEN (
    SELECT coalesce(sum(o.mails_sent), 0) FROM reservations.visits o
    WHERE o.card_ids && v.card_ids AND o.mails_sent > 0 AND o.created_at > p_at - interval '1 day') ELSE 0 END;
  IF v.mails_sent >= site.number('link-mails') OR v_today >= 3 * site.number('link-mails') OR NOT reservations.may_mail(p_mail, 'typed', p_at) THEN RETURN 'too_many'; END IF;
  -- A visit that was over stays over in the browser that had it: the mail leads on, not the cookie.
  UPDATE reservations.visits SET mail = p_mail, mails_sent = mails_sent + 1, proven_at = CASE WHEN mail = p_mail AND expires_at > p_at THEN proven_at END,
    link_until = v_until, expires_at = greatest(expires_at, v_until)
  WHERE id = v.id;
  DELETE FROM reservations.links WHERE visit_id = v.id AND sent_to <> reservations.hash_of(p_mail);
  DELETE FROM reservations.codes WHERE visit_id = v.id AND sent_to <> reservations.hash_of(p_mail);
  PERFORM outbox.put('link', NULL, v.id, (v.mails_sent + 1)::text, '{}', p_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.asked-for-registration-link', p_at, NULL, v.card_ids[1]);
  RETURN 'sent';
END $$;

-- Sends the registration link to an address (§8(3)③); again for another address or a resend. sent | too_many. Refuses no_visit, bad_mail, unknown (it is
-- booked: its address is the desk's to change).
CREATE OR REPLACE FUNCTION citizen.request_link(p_cookie bytea, p_mail text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, false);
BEGIN
  IF length(p_mail) > 254 OR p_mail !~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$' THEN PERFORM lib.refuse('bad_mail'); END IF;
  IF EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND number IS NOT NULL) THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN reservations.put_link(v, p_mail, v_at, p_request, p_source);
END $$;

-- What the people of a visit that was just proven hold in a browser that is no more comes back to it.
CREATE OR REPLACE FUNCTION reservations.take_back_hold(v reservations.visits, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  IF EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v.reservation_id AND r.state = 'held' AND r.held_until > p_at) THEN RETURN; END IF;
  UPDATE reservations.visits SET reservation_id = reservations.own_hold(v, p_at), cautions = '{}', ticked = '{}', papers_seen = NULL
  WHERE id = v.id AND reservations.own_hold(v, p_at) IS NOT NULL;
END $$;

-- What a link is good for in a browser, without changing anything (mail scanners open links): ready | used | expired | finished | booked | unknown. It opens
-- once (§8(3)④): pressed again where it was opened it goes on, elsewhere it is used. A second press of the same finger opens nothing anew. Says nothing
-- about the person. p_cookie: what the browser has, null for none. A used link of what is booked by now is `expired`: the booking has links of its own.
CREATE OR REPLACE FUNCTION citizen.look_at_link(p_secret uuid, p_cookie bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT CASE WHEN NOT reservations.admits(v) THEN 'unknown' WHEN l.finished_at IS NOT NULL THEN 'finished' WHEN l.until <= lib.now() THEN 'expired'
      WHEN l.used_at < lib.now() - interval '10 seconds' AND v.cookie_hash IS DISTINCT FROM p_cookie THEN
        CASE WHEN r.state IN ('booked', 'ended') THEN 'expired' ELSE 'used' END
      WHEN r.state IN ('booked', 'ended') THEN 'booked' ELSE 'ready' END
    FROM reservations.link_of(p_secret) l JOIN reservations.visits v ON v.id = l.visit_id LEFT JOIN reservations.reservations r ON r.id = v.reservation_id), 'unknown')
$$;

-- The mail's button: proves the address and hands the visit to this browser, also to another one than it began in. p_was: the cookie the
-- browser had before, null for none. ready | used | expired | finished | booked | unknown.
CREATE OR REPLACE FUNCTION citizen.open_link(p_secret uuid, p_cookie bytea, p_was bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_found text;
  v_visit uuid := (reservations.link_of(p_secret)).visit_id;
  v reservations.visits;
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE id = v_visit FOR UPDATE;
  -- Asked under the lock: of two browsers one opens it.
  v_found := citizen.look_at_link(p_secret, p_was);
  IF v_found NOT IN ('ready', 'booked') THEN RETURN v_found; END IF;
  IF v.cookie_hash IS DISTINCT FROM p_was THEN
    INSERT INTO reservations.handed_on (cookie_hash, at, link) VALUES (v.cookie_hash, v_at, CASE WHEN v.link = reservations.hash_of(p_secret::text) AND v.proven_at IS NOT NULL THEN v.link END)
    ON CONFLICT (cookie_hash) DO NOTHING;
  END IF;
  DELETE FROM reservations.visits WHERE cookie_hash = p_cookie AND id <> v_visit;
  UPDATE reservations.links SET used_at = v_at WHERE hash = reservations.hash_of(p_secret::text) AND used_at IS NULL;
  UPDATE reservations.visits SET cookie_hash = p_cookie, person_here = person_here AND cookie_hash IS NOT DISTINCT FROM p_was, proven_at = v_at, finished_at = NULL,
    link = reservations.hash_of(p_secret::text), expires_at = v_at + make_interval(mins => site.number('visit-minutes'))
  WHERE id = v_visit RETURNING * INTO STRICT v;
  -- Proven once, the digits of its mails prove nothing more.
  DELETE FROM reservations.codes WHERE visit_id = v.id;
  IF v_found = 'ready' THEN PERFORM reservations.take_back_hold(v, v_at); END IF;
  PERFORM reservations.write_often(reservations.citizen_actor(p_request, p_source), 'citizen.opened-link', 'opened ' || v.id, NULL, v.card_ids[1], '{}', v_at);
  RETURN v_found;
END $$;

-- Pressed twice at one moment a link gives two cookies, and the browser keeps the one whose answer came last. For twenty seconds after the first press the other
-- one takes the visit up: both came by a press of this link, so it is nobody's who could not press it. Whoever had the visit before the link was pressed, or had it by
-- another link, never does. True where it took it up.
CREATE OR REPLACE FUNCTION citizen.take_up(p_cookie bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_link reservations.links;
  v reservations.visits;
BEGIN
  SELECT l.* INTO v_link FROM reservations.handed_on h JOIN reservations.links l ON l.hash = h.link
  WHERE h.cookie_hash = p_cookie AND l.used_at > v_at - interval '20 seconds' AND l.finished_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT * INTO v FROM reservations.visits WHERE id = v_link.visit_id FOR UPDATE;
  IF NOT FOUND OR v.link IS DISTINCT FROM v_link.hash OR v.finished_at IS NOT NULL OR v.proven_at IS NULL OR v.expires_at <= v_at THEN RETURN false; END IF;
  -- Asked under the lock: of several requests of one page one takes it up.
  DELETE FROM reservations.handed_on WHERE cookie_hash = p_cookie;
  IF NOT FOUND THEN RETURN v.cookie_hash = p_cookie; END IF;
  INSERT INTO reservations.handed_on (cookie_hash, at, link) VALUES (v.cookie_hash, v_at, v.link) ON CONFLICT (cookie_hash) DO NOTHING;
  UPDATE reservations.visits SET cookie_hash = p_cookie WHERE id = v.id;
  RETURN true;
END $$;

-- Who has a link that was used in another browser is sent a new one, to the same address alone. sent | too_many | unknown: it is none that was used.
CREATE OR REPLACE FUNCTION citizen.renew_link(p_secret uuid, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v reservations.visits;
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE id = (reservations.link_of(p_secret)).visit_id FOR UPDATE;
  IF citizen.look_at_link(p_secret, NULL) <> 'used' THEN RETURN 'unknown'; END IF;
  RETURN reservations.put_link(v, v.mail, lib.now(), p_request, p_source);
END $$;

-- The manage link of a booked visit, without changing anything: ready | over | finished | unknown.
CREATE OR REPLACE FUNCTION citizen.look_at_manage(p_secret uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT CASE WHEN reservations.has_protected(r.id) THEN 'unknown'
      WHEN l.finished_at IS NOT NULL THEN 'finished'
      WHEN reservations.opens_still(r, s, lib.now()) THEN 'ready' ELSE 'over' END
    FROM reservations.link_of(p_secret) l JOIN reservations.reservations r ON r.id = l.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE r.number IS NOT NULL), 'unknown')
$$;

CREATE OR REPLACE FUNCTION citizen.open_manage(p_secret uuid, p_cookie bytea, p_language text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
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
  -- Whoever has the link may open it as often as they like: its ten newest visits go on, and no more rows come of it. Those that go are locked, the newest before
  -- the others; those that stay are not: somebody may be at work in one.
  DELETE FROM reservations.visits v USING (
    SELECT x.id FROM reservations.visits x
    WHERE x.id = ANY (ARRAY(SELECT o.id FROM reservations.visits o WHERE o.link = l.hash ORDER BY o.created_at DESC, o.id DESC OFFSET 9))
    ORDER BY x.created_at DESC, x.id DESC FOR UPDATE) old WHERE v.id = old.id;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, language, mail, proven_at, reservation_id, link, created_at, expires_at)
  VALUES (p_cookie, 'manage', r.service_id,
    ARRAY(SELECT card_id FROM reservations.members WHERE reservation_id = r.id AND removed_at IS NULL AND card_id IS NOT NULL ORDER BY position),
    coalesce(p_language, r.language), r.mail, v_at, r.id, l.hash, v_at, v_at + make_interval(mins => site.number('visit-minutes')));
  PERFORM reservations.write_often(reservations.citizen_actor(p_request, p_source), 'citizen.opened-manage-link', 'opened ' || r.id, r.id, NULL, '{}', v_at);
  RETURN 'ready';
END $$;
