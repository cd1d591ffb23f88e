-- Who stands for a party, by card and by person, and for how long.

-- A person without a card by how the name sounds and the birth date: names are typed in many ways (髙﨑, タカサキ), their sound in one. Null where either is unknown.
CREATE OR REPLACE FUNCTION reservations.sound_key(p_kana_key text, p_birth date) RETURNS text
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT 'k:' || encode(sha256(convert_to(p_kana_key || '|' || to_char(p_birth, 'YYYY-MM-DD'), 'UTF8')), 'hex') WHERE p_kana_key <> '' $$;

-- A member as a person: by name and birth date, and without a card by sound and birth date too. Cards are told apart by the city's own record: two people may sound alike.
CREATE OR REPLACE FUNCTION reservations.person_keys(m reservations.members) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ARRAY['p:' || m.person_key, CASE WHEN m.card_id IS NULL THEN reservations.sound_key(m.kana_key, m.birth_date) END] $$;

-- Who stands for a member: the card, and the person where name and birth date are known.
CREATE OR REPLACE FUNCTION reservations.keys_of(p_reservation uuid, p_skip_persons boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT k ORDER BY k), '{}')
  FROM reservations.members m, unnest(ARRAY['c:' || m.card_id] || CASE WHEN p_skip_persons THEN NULL ELSE reservations.person_keys(m) END) AS k
  WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL AND k IS NOT NULL
$$;

-- Whether anyone of a party stands already, by card or person, for a hold or a booking.
CREATE OR REPLACE FUNCTION reservations.stand_already(p_service integer, p_members jsonb, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM jsonb_array_elements(p_members) m LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint,
      unnest(ARRAY['c:' || c.id, 'p:' || coalesce(c.person_key, m ->> 'person_key'), CASE WHEN c.id IS NULL THEN reservations.sound_key(m ->> 'kana_key', (m ->> 'birth_date')::date) END]) AS u (key)
    WHERE (SELECT t.until FROM ledger.standing t WHERE t.service_id = p_service AND t.key = u.key) > p_at)
$$;

-- The end of a visit's day in the city: its standing lasts until then, so that a past reservation never blocks a new one.
CREATE OR REPLACE FUNCTION reservations.stands_until(p_day date) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT lib.instant(p_day + 1, 0) $$;
