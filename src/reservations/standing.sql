-- Who stands for a party, by card and by person, and for how long.

-- A person without a card by how the name sounds and the birth date: names are typed in many ways (髙﨑, タカサキ), their sound in one. Null where either is unknown.
CREATE OR REPLACE FUNCTION reservations.sound_key(p_kana_key text, p_birth date) RETURNS text
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT 'k:' || encode(sha256(convert_to(p_kana_key || '|' || to_char(p_birth, 'YYYY-MM-DD'), 'UTF8')), 'hex') WHERE p_kana_key <> '' $$;

-- The key of a reading in Latin letters, as kanaKey of src/lib/japanese/keys.ts makes it of capitals without accents.
CREATE OR REPLACE FUNCTION reservations.latin_key(p_reading text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT regexp_replace(lower(p_reading), '[^a-z]', '', 'g') $$;

-- How the name of a member sounds: as it stands, and as they gave it themselves in Latin letters where staff have put kana in its place. Nulls between.
CREATE OR REPLACE FUNCTION reservations.sound_keys(m reservations.members) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ARRAY[reservations.sound_key(m.kana_key, m.birth_date), reservations.sound_key(reservations.latin_key(m.typed_kana), m.birth_date)] $$;

-- A member as a person: by name and birth date, and without a card by sound and birth date too. Cards are told apart by the city's own record, also one that is
-- not there yet: two people may sound alike.
CREATE OR REPLACE FUNCTION reservations.person_keys(m reservations.members) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ARRAY['p:' || m.person_key] || CASE WHEN m.card_id IS NULL AND m.awaits IS NULL THEN reservations.sound_keys(m) END $$;

-- Who stands for a member: the card, and the person where name and birth date are known.
CREATE OR REPLACE FUNCTION reservations.keys_of(p_reservation uuid, p_skip_persons boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT k ORDER BY k), '{}')
  FROM reservations.members m, unnest(ARRAY['c:' || m.card_id] || CASE WHEN p_skip_persons THEN NULL ELSE reservations.person_keys(m) END) AS k
  WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL AND k IS NOT NULL
$$;

-- The keys with which a booked visit stands when it stands anew. Fewer of them than it has persons and cards: staff had booked a person twice on purpose, only the
-- cards stood.
CREATE OR REPLACE FUNCTION reservations.own_keys(r reservations.reservations) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN cardinality(a.keys) > (r).keys THEN reservations.keys_of((r).id, true) ELSE a.keys END FROM (SELECT reservations.keys_of((r).id, false) AS keys) a
$$;

-- Those of them that are of members nobody has seen to: who was seen to may have booked again meanwhile.
CREATE OR REPLACE FUNCTION reservations.own_keys_unseen(r reservations.reservations) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(k ORDER BY k), '{}') FROM unnest(reservations.own_keys(r)) AS k WHERE EXISTS (
    SELECT FROM reservations.members m WHERE m.reservation_id = (r).id AND m.removed_at IS NULL AND coalesce(m.outcome, 'arrived') = 'arrived'
      AND k = ANY (ARRAY['c:' || m.card_id] || reservations.person_keys(m)))
$$;

-- Whether a reservation `p_id` is a live visit of a service, and not one's own.
CREATE OR REPLACE FUNCTION reservations.lives_still(p_id uuid, p_service integer, p_own uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id;
  RETURN r.service_id = p_service AND r.id IS DISTINCT FROM p_own
    AND CASE r.state WHEN 'held' THEN r.held_until > p_at WHEN 'booked' THEN (SELECT lib.instant(s.day + 1, 0) > p_at FROM ledger.slots s WHERE s.id = r.slot_id) ELSE false END;
END $$;

-- Whether anyone of these keys has a live visit of a service that does not stand for them: staff booked it beside another with a reason, and the other is gone.
-- p_births: of those without a card, who are found by how their name sounds too. Every hold asks it: a look-up by key each, and the few it finds one by one.
-- As one join it was planned over all reservations, and a hold took two seconds once there were some thousands.
CREATE OR REPLACE FUNCTION reservations.lives_beside(p_service integer, p_keys text[], p_births date[], p_own uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_key text;
  v_birth date;
  v_id uuid;
BEGIN
  FOREACH v_key IN ARRAY p_keys LOOP
    CONTINUE WHEN v_key IS NULL OR left(v_key, 2) <> 'p:';
    FOR v_id IN SELECT m.reservation_id FROM reservations.members m WHERE m.removed_at IS NULL AND m.person_key = substr(v_key, 3) LOOP
      IF reservations.lives_still(v_id, p_service, p_own, p_at) THEN RETURN true; END IF;
    END LOOP;
  END LOOP;
  FOREACH v_birth IN ARRAY coalesce(p_births, '{}') LOOP
    FOR v_id IN
      SELECT m.reservation_id FROM reservations.members m
      WHERE m.removed_at IS NULL AND m.card_id IS NULL AND m.birth_date = v_birth AND reservations.sound_keys(m) && p_keys
    LOOP
      IF reservations.lives_still(v_id, p_service, p_own, p_at) THEN RETURN true; END IF;
    END LOOP;
  END LOOP;
  RETURN false;
END $$;

-- Whether anyone of a party stands already, by card or person, for a hold or a booking, or has one that does not stand for them.
CREATE OR REPLACE FUNCTION reservations.stand_already(p_service integer, p_members jsonb, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM jsonb_array_elements(p_members) m LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint,
      unnest(ARRAY['c:' || c.id, 'p:' || coalesce(c.person_key, m ->> 'person_key'), CASE WHEN c.id IS NULL AND NOT m ? 'awaits' THEN reservations.sound_key(m ->> 'kana_key', (m ->> 'birth_date')::date) END]) AS u (key)
    WHERE (SELECT t.until FROM ledger.standing t WHERE t.service_id = p_service AND t.key = u.key) > p_at
      OR reservations.lives_beside(p_service, ARRAY[u.key], ARRAY[CASE WHEN c.id IS NULL THEN (m ->> 'birth_date')::date END], NULL, p_at))
$$;

-- The end of a visit's day in the city: its standing lasts until then, so that a past reservation never blocks a new one.
CREATE OR REPLACE FUNCTION reservations.stands_until(p_day date) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT lib.instant(p_day + 1, 0) $$;

-- Who was booked for a day that is over, or received on it, and did not stay away: nothing stands for them any more (stands_until), and yet a visit that is put
-- into that day afterwards would be their second one. A visit for each of their keys.
CREATE OR REPLACE FUNCTION reservations.visits_of_day(p_service integer, p_day date) RETURNS TABLE (reservation_id uuid, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT r.id, k
  FROM offices.offices o JOIN ledger.slots s ON s.office_id = o.id JOIN reservations.reservations r ON r.slot_id = s.id JOIN reservations.members m ON m.reservation_id = r.id,
    unnest(ARRAY['c:' || m.card_id] || reservations.person_keys(m)) AS k
  WHERE s.service_id = p_service AND s.day = p_day AND r.state IN ('booked', 'ended') AND m.removed_at IS NULL AND m.outcome IS DISTINCT FROM 'no-show' AND k IS NOT NULL
$$;
