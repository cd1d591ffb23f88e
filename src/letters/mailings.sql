-- Mails of one text to many reservations (§8(2)⑪).

-- Whether a mailing is for a booking as it stands: one that stands or was kept, or, chosen from the list of those (p_cancelled), one that was cancelled as a
-- whole. Who was taken out of a booking that stands is on that list too: its address is that of the others, who still come. Inlined.
CREATE OR REPLACE FUNCTION letters.is_for(r reservations.reservations, p_cancelled boolean) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN p_cancelled THEN (r).state = 'cancelled' ELSE (r).state IN ('booked', 'ended') END $$;

-- Whether a mailing to a booking is held back: as every mail of it; of a cancelled one also where somebody under 支援措置 was taken out of it before, for the
-- address may be theirs.
CREATE OR REPLACE FUNCTION letters.is_held(r reservations.reservations, p_cancelled boolean) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT reservations.mail_held(r) OR (p_cancelled AND (r).mail IS NOT NULL AND EXISTS (
    SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = (r).id AND m.removed_at IS NOT NULL AND cards.is_protected(c.protected, m.person_key)
      AND coalesce((r).mail_checked_at < (
        SELECT max(p.at) FROM cards.protections p WHERE p.lifted_at IS NULL AND (p.card_id = m.card_id OR p.person_key = coalesce(c.person_key, m.person_key))),
        (r).mail_checked_at IS NULL)))
$$;

-- Of these reservations those that are mailed: with an address to which mails go (letters.is_held), and as they are written to (letters.is_for). Where the mail tells of the visit each has its own; else each address gets one (counted as of the earliest visit).
CREATE OR REPLACE FUNCTION letters.recipients(p_reservations uuid[], p_with_visit boolean, p_cancelled boolean) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT DISTINCT ON (lower(r.mail), CASE WHEN p_with_visit THEN r.id END) r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE r.id = ANY (p_reservations) AND r.mail IS NOT NULL AND letters.is_for(r, p_cancelled) AND NOT letters.is_held(r, p_cancelled)
  ORDER BY lower(r.mail), CASE WHEN p_with_visit THEN r.id END, s.day, s.start_minute, r.id
$$;
CREATE OR REPLACE FUNCTION letters.recipients(p_reservations uuid[], p_with_visit boolean DEFAULT false) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT letters.recipients(p_reservations, p_with_visit, false) $$;

-- A word for what the preview showed: who gets it.
CREATE OR REPLACE FUNCTION letters.recipients_fingerprint(p_reservations uuid[], p_with_visit boolean, p_cancelled boolean) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT md5(coalesce(string_agg(id::text, ',' ORDER BY id), '')) FROM letters.recipients(p_reservations, p_with_visit, p_cancelled) AS t (id) $$;
CREATE OR REPLACE FUNCTION letters.recipients_fingerprint(p_reservations uuid[], p_with_visit boolean DEFAULT false) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT letters.recipients_fingerprint(p_reservations, p_with_visit, false) $$;

-- Puts a mailing on its way; it leaves after p_minutes and can be stopped until then. p_cancelled: those are written to whose bookings were cancelled; p_texts: as letters.mailings.texts. Returns its id; the form sent twice: the one there is.
-- Refuses: changed_meanwhile (others would get it than were shown), nobody.
CREATE OR REPLACE FUNCTION letters.send_mailing(
  p_actor audit.actor, p_form uuid, p_subject text, p_body text, p_with_visit boolean, p_sentence text, p_reservations uuid[], p_seen text, p_minutes integer, p_cancelled boolean, p_texts jsonb
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_leaves timestamptz := v_at + make_interval(mins => greatest(0, p_minutes));
  v_id bigint;
  v_ids uuid[];
  v_mailed integer;
  v_one uuid;
BEGIN
  SELECT id INTO v_id FROM letters.mailings WHERE form = p_form;
  IF FOUND THEN RETURN v_id; END IF;
  IF letters.recipients_fingerprint(p_reservations, p_with_visit, p_cancelled) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  -- One for each booking, the earliest visit first, also where an address gets the text once: which of its bookings stands for it is found when the mail
  -- is written (letters.said_already), for that one may be cancelled or get another address meanwhile.
  v_ids := ARRAY(
    SELECT r.id FROM letters.recipients(p_reservations, true, p_cancelled) AS t (id) JOIN reservations.reservations r ON r.id = t.id JOIN ledger.slots s ON s.id = r.slot_id
    ORDER BY s.day, s.start_minute, r.id);
  SELECT count(*) INTO v_mailed FROM letters.recipients(p_reservations, p_with_visit, p_cancelled);
  IF v_mailed = 0 THEN PERFORM lib.refuse('nobody'); END IF;
  INSERT INTO letters.mailings (form, subject, body, texts, with_visit, sentence, cancelled, at, leaves_at, staff_id)
  VALUES (p_form, p_subject, p_body, p_texts, p_with_visit, p_sentence, p_cancelled, v_at, v_leaves, (p_actor).staff_id)
  ON CONFLICT (form) DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN
    SELECT id INTO STRICT v_id FROM letters.mailings WHERE form = p_form;
    RETURN v_id;
  END IF;
  FOREACH v_one IN ARRAY v_ids LOOP
    PERFORM outbox.put('mailing', v_one, NULL, v_id::text, jsonb_build_object('mailing', v_id), v_leaves);
  END LOOP;
  PERFORM audit.write(p_actor, 'mail.mailing-sent', v_at, NULL, NULL, NULL, jsonb_build_object('mailing', v_id, 'rows', v_mailed)
    || CASE WHEN p_texts = '{}' THEN '{}' ELSE jsonb_build_object('languages', (SELECT jsonb_agg(k ORDER BY k) FROM jsonb_object_keys(p_texts) AS k)) END);
  RETURN v_id;
END $$;
CREATE OR REPLACE FUNCTION letters.send_mailing(
  p_actor audit.actor, p_form uuid, p_subject text, p_body text, p_with_visit boolean, p_sentence text, p_reservations uuid[], p_seen text, p_minutes integer, p_cancelled boolean
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT letters.send_mailing(p_actor, p_form, p_subject, p_body, p_with_visit, p_sentence, p_reservations, p_seen, p_minutes, p_cancelled, '{}') $$;
CREATE OR REPLACE FUNCTION letters.send_mailing(
  p_actor audit.actor, p_form uuid, p_subject text, p_body text, p_with_visit boolean, p_sentence text, p_reservations uuid[], p_seen text, p_minutes integer
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT letters.send_mailing(p_actor, p_form, p_subject, p_body, p_with_visit, p_sentence, p_reservations, p_seen, p_minutes, false) $$;

-- Whether the address of a mail's booking has a mailing's text without this mail: 'sent' (or given up at that address), 'first' where another booking that
-- it is for has a mail before it, which is to leave; NULL: this mail says it.
CREATE OR REPLACE FUNCTION letters.said_already(p_mailing bigint, p_mail bigint, p_address text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN bool_or(m.state IN ('sent', 'dead')) THEN 'sent'
    WHEN bool_or(m.id < p_mail AND m.state IN ('waiting', 'sending') AND letters.is_for(r, g.cancelled) AND NOT letters.is_held(r, g.cancelled)) THEN 'first' END
  FROM reservations.reservations r JOIN outbox.mails m ON m.reservation_id = r.id AND m.kind = 'mailing' AND (m.about ->> 'mailing')::bigint = p_mailing AND m.id <> p_mail
    JOIN letters.mailings g ON g.id = p_mailing
  WHERE lower(r.mail) = lower(p_address) AND r.mail IS NOT NULL
$$;

-- Stops what has not left yet. Returns false where it was stopped already.
CREATE OR REPLACE FUNCTION letters.stop_mailing(p_actor audit.actor, p_id bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE letters.mailings SET stopped_at = lib.now(), stopped_by = (p_actor).staff_id WHERE id = p_id AND stopped_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'mail.mailing-stopped', lib.now(), NULL, NULL, NULL, jsonb_build_object('mailing', p_id));
  RETURN true;
END $$;

-- Of a mailing whose mails are all past their time nothing is told any more: it left before an instant, and no mail of it stays.
CREATE OR REPLACE FUNCTION letters.past_mailings(p_before timestamptz) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.id FROM letters.mailings g
  WHERE g.leaves_at < p_before AND (g.subject <> '' OR g.body <> '') AND NOT EXISTS (
    SELECT FROM outbox.mails m WHERE m.kind = 'mailing' AND (m.about ->> 'mailing')::bigint = g.id AND (m.state IN ('waiting', 'sending') OR m.created_at >= p_before))
$$;

-- Forgets what such mailings said whose mails are older than the city keeps them. Returns how many.
CREATE OR REPLACE FUNCTION letters.forget_mailings() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    UPDATE letters.mailings SET subject = '', body = '', texts = '{}' WHERE id IN (SELECT letters.past_mailings(lib.now() - make_interval(days => greatest(site.number('keep-mails-days'), 1)))) RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
