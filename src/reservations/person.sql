-- Services without a card on file (§9(3)): who comes is who they say they are. Nothing is checked against a list, so what one caller and
-- one mail address may begin is limited, and a place is held only after the address was proven.

-- A person as visits and bookings carry them: {key, name, kana, birth_date, phone, name_key, kana_key, pairs} and nothing else: what is handed on as a
-- member of a party could name a card. Made by src/reservations/person.ts; looked at here because the citizens' process is not trusted with what it stores.
CREATE OR REPLACE FUNCTION reservations.sound_person(p jsonb, p_today date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF jsonb_typeof(p) IS DISTINCT FROM 'object' THEN RETURN false; END IF;
  RETURN coalesce(
    (SELECT array_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(p) AS k) = '{birth_date,kana,kana_key,key,name,name_key,pairs,phone}'
    AND (SELECT bool_and(jsonb_typeof(value) = CASE key WHEN 'pairs' THEN 'array' ELSE 'string' END) FROM jsonb_each(p))
    AND p ->> 'key' ~ '^[0-9a-f]{64}$'
    AND length(p ->> 'name') BETWEEN 1 AND 100 AND length(p ->> 'kana') BETWEEN 1 AND 100
    -- In katakana, or in Latin letters of who has none to type.
    AND p ->> 'kana' ~ '^([\u30a1-\u30fa\u30fc-\u30fe・[:space:]]+|[A-Z][A-Z ''’.,-]*)$'
    AND length(p ->> 'name_key') BETWEEN 1 AND 400 AND length(p ->> 'kana_key') BETWEEN 1 AND 400
    AND CASE WHEN p ->> 'birth_date' ~ '^\d{4}-\d\d-\d\d$' THEN (p ->> 'birth_date')::date BETWEEN '1868-01-01' AND p_today END
    AND p ->> 'phone' ~ '^(0\d{9,10}|\+[1-9]\d{6,14})$'
    AND CASE WHEN jsonb_typeof(p -> 'pairs') = 'array' THEN jsonb_array_length(p -> 'pairs') <= 400
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(p -> 'pairs') AS pair WHERE jsonb_typeof(pair) <> 'string' OR length(pair #>> '{}') > 10) END, false);
EXCEPTION WHEN invalid_datetime_format OR datetime_field_overflow THEN
  RETURN false;
END $$;

-- Where a mail really arrives: limits count by this, so that neither a tag (`name+1@`), nor capitals, nor at Gmail dots (`n.ame@`) and its other name make another
-- mailbox. The index of reservations uses it.
CREATE OR REPLACE FUNCTION reservations.inbox(p_mail text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN split_part(m.mail, '@', 2) IN ('gmail.com', 'googlemail.com') THEN replace(split_part(m.mail, '@', 1), '.', '') || '@gmail.com' ELSE m.mail END
  FROM (SELECT lower(regexp_replace(p_mail, '^([^+@]+)\+[^@]*@', '\1@')) AS mail) m
$$;

-- As the release before indexes it: its index goes with the next one.
CREATE OR REPLACE FUNCTION reservations.mailbox(p_mail text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(regexp_replace(p_mail, '^([^+@]+)\+[^@]*@', '\1@')) $$;

-- One mailbox does only one thing at a time: whoever counts what it has begun waits for the one before.
CREATE OR REPLACE FUNCTION reservations.one_at_a_time(p_mail text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM cards.count_try('mail', encode(reservations.hash_of(reservations.inbox(p_mail)), 'hex'), 2147483647, p_at); END $$;

-- Whether one more mail may go to a mailbox today of those that p_for counts by itself; counts it. typed: to an address that a visit types, whoever's it is. own: what who
-- has proven an address asks to be sent there. Apart, and apart from the links of bookings (mail_link): what a stranger is told of the one would else say what
-- the other counted, so that an address of a booking was right, or that its person is under 支援措置, whose mails are not sent and not counted.
CREATE OR REPLACE FUNCTION reservations.may_mail(p_mail text, p_for text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_mailbox bytea := reservations.hash_of(p_for || ' ' || reservations.inbox(p_mail));
BEGIN
  PERFORM reservations.one_at_a_time(p_mail, p_at);
  IF (SELECT count(*) FROM reservations.asked a WHERE a.mailbox = v_mailbox AND a.at > p_at - interval '1 day') >= 3 * site.number('link-mails') THEN RETURN false; END IF;
  INSERT INTO reservations.asked (mailbox, at) VALUES (v_mailbox, p_at);
  RETURN true;
END $$;

-- The link of a reservation, to its registered address: one in ten minutes, and one more in each other language. Asked again in the same ten in the same language
-- it puts no mail, and counts as none; in another one, what has not left yet changes its language, and where it has left a mail of its own follows. p_language: of the
-- page it was asked on, which its mail is in; null: that of the booking, which stays as it is.
CREATE OR REPLACE FUNCTION reservations.mail_link(p_reservation uuid, p_mail text, p_at timestamptz, p_language text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_key text := floor(extract(epoch FROM p_at) / 600)::bigint::text;
  v_once text := 'manage-link:' || p_reservation || ':' || v_key;
  v_own text := (SELECT r.language FROM reservations.reservations r WHERE r.id = p_reservation);
  v_language text := coalesce(substring(p_language FROM '^[a-z]{1,10}$'), v_own);
  v_put outbox.mails[];
BEGIN
  PERFORM reservations.one_at_a_time(p_mail, p_at);
  v_put := ARRAY(
    SELECT m FROM outbox.mails m WHERE m.reservation_id = p_reservation AND m.kind = 'manage-link' AND (m.once = v_once OR starts_with(m.once, v_once || '-')));
  IF EXISTS (SELECT FROM unnest(v_put) m WHERE coalesce(m.about ->> 'language', v_own) = v_language) THEN RETURN; END IF;
  IF NOT outbox.speak(ARRAY(SELECT m.id FROM unnest(v_put) m), v_language) AND reservations.may_mail(p_mail, 'booking ' || p_reservation, p_at) THEN
    PERFORM outbox.put('manage-link', p_reservation, NULL, v_key || CASE cardinality(v_put) WHEN 0 THEN '' ELSE '-' || cardinality(v_put) END,
      jsonb_build_object('language', v_language), p_at);
  END IF;
END $$;

-- Refuses too_many_for_mail where so many people more would be more than the city sets for the reservations without a card, held or to come, of one mailbox.
-- p_own is not counted.
CREATE OR REPLACE FUNCTION reservations.within_live(p_mail text, p_own uuid, p_people integer, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM reservations.one_at_a_time(p_mail, p_at);
  IF p_people + (SELECT count(*) FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
        JOIN ledger.slots l ON l.id = r.slot_id JOIN services.services s ON s.id = r.service_id
      WHERE reservations.inbox(r.mail) = reservations.inbox(p_mail) AND r.phone <> '' AND r.mail IS NOT NULL AND NOT s.needs_card AND r.id IS DISTINCT FROM p_own
        AND ((r.state = 'booked' AND l.day >= lib.day_of(p_at)) OR (r.state = 'held' AND r.held_until > p_at))) > site.number('live-per-mail')
  THEN PERFORM lib.refuse('too_many_for_mail'); END IF;
END $$;

-- Refuses too_many_held where so many people more would be more than the city sets for what visits begun from the same address hold, not booked yet: persons
-- may be invented, and each of them would keep a place from others. A carrier's many honest customers book theirs within minutes. What the visit itself holds
-- counts where p_people are to join it.
CREATE OR REPLACE FUNCTION reservations.within_held(v reservations.visits, p_people integer, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF v.begun_from IS NULL THEN RETURN; END IF;
  -- One after the other: the count below sees what the one before held.
  PERFORM cards.count_try('held', v.begun_from, 2147483647, p_at);
  IF p_people + (SELECT count(DISTINCT (m.reservation_id, m.position)) FROM reservations.visits o JOIN reservations.reservations r ON r.id = o.reservation_id
        JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
      WHERE o.begun_from = v.begun_from AND o.reservation_id IS NOT NULL AND r.state = 'held' AND r.held_until > p_at) > site.number('held-per-address')
  THEN PERFORM lib.refuse('too_many_held'); END IF;
END $$;

-- Begins a visit for who was typed. ok | too_many (this caller has begun too many; rest) | refused (no such service, or nothing a page of ours sends).
CREATE OR REPLACE FUNCTION citizen.identify(
  p_service text, p_person jsonb, p_address text, p_cookie bytea, p_language text, p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_service integer;
BEGIN
  SELECT id INTO v_service FROM services.services WHERE code = p_service AND retired_at IS NULL AND NOT needs_card;
  IF v_service IS NULL OR NOT reservations.sound_person(p_person, lib.day_of(v_at)) THEN RETURN 'refused'; END IF;
  -- Counted first: as many as come at once are as many.
  IF cards.count_try('begun', p_address, site.number('begun-per-address'), v_at) > site.number('begun-per-address') THEN
    PERFORM reservations.write_try(v_actor, 'citizen.begun-too-often', p_address, '{}', v_at);
    RETURN 'too_many';
  END IF;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, person, begun_from, language, created_at, expires_at)
  VALUES (p_cookie, 'book', v_service, p_person, p_address, p_language, v_at, v_at + make_interval(mins => site.number('visit-minutes')));
  PERFORM audit.write(v_actor, 'citizen.began', v_at);
  RETURN 'ok';
END $$;

-- Sends the link of a live reservation to its registered address, to whoever knows kana (as they gave it, or as staff wrote it since), birth date and phone. Which of the answers it was is
-- for the log and tests: the page says the same to all. link_sent | no_mail | no_reservation.
CREATE OR REPLACE FUNCTION citizen.find_person(
  p_service text, p_kana_key text, p_birth_date date, p_phone text, p_address text, p_request text, p_source text, p_language text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_res reservations.reservations;
BEGIN
  IF NOT cards.rests('manage-address', p_address, v_at) THEN
    SELECT r.* INTO v_res FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
      JOIN services.services s ON s.id = r.service_id JOIN ledger.slots l ON l.id = r.slot_id
    WHERE m.card_id IS NULL AND m.birth_date = p_birth_date AND (m.kana_key = p_kana_key OR reservations.latin_key(m.typed_kana) = p_kana_key) AND m.removed_at IS NULL
      AND r.phone = p_phone AND s.code = p_service AND reservations.opens_still(r, l, v_at)
    ORDER BY l.day < lib.day_of(v_at), l.day LIMIT 1;
    -- Trying out phones of somebody whose birthday one knows: counted with what the address asks of these pages. The right one too: all are answered alike.
    PERFORM cards.count_try('manage-address', p_address, site.number('tries-per-address'), v_at);
  END IF;
  IF v_res.id IS NULL THEN
    PERFORM reservations.write_try(v_actor, 'citizen.asked-for-link', p_address, '{}', v_at);
    RETURN 'no_reservation';
  END IF;
  PERFORM audit.write(v_actor, 'citizen.asked-for-link', v_at, v_res.id);
  -- Who waits for a card has none either; under 支援措置 all goes through staff.
  IF v_res.mail IS NULL OR reservations.has_protected(v_res.id) THEN RETURN 'no_mail'; END IF;
  PERFORM reservations.mail_link(v_res.id, v_res.mail, v_at, p_language);
  RETURN 'link_sent';
END $$;
