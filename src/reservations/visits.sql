-- Everything the pages of a visit show; no row when there is no live visit. Of the person only what they typed themselves: the notice IDs, and
-- without a card name, kana, birth date and phone, these only in the browser they were typed in. The mail may have gone to a mistyped address,
-- and whoever opens it there must not read whose visit it is.
-- Of several cookies at once: what many browsers ask in one moment is one round trip (src/citizen/read-visits.ts).
CREATE OR REPLACE FUNCTION citizen.visits(p_cookies bytea[]) RETURNS TABLE (
  cookie bytea, id uuid, expires_at timestamptz, purpose text, service_code text, service_name text, needs_card boolean, notice_ids text[], person jsonb, language text, mail text, mails_sent integer, proven boolean,
  cautions integer[], state text, number text, held_until timestamptz, extended integer, version integer,
  slot_id bigint, office_code text, day date, start_minute smallint, minutes smallint, long boolean, slot_closed boolean, changeable boolean, changeable_until timestamptz,
  reservation_id uuid, already_booked boolean, card_offices text[], cards_expire_on date, people integer, server_now timestamptz
-- Planned once a connection: for few cookies it was planned anew each time, since a plan for ten looks dearer, 2 ms where the reading takes 0.2. And by
-- indexes, whatever is known of the tables: on the day the doors open reservations are few, and a plan that reads them all stays for the whole rush.
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  RETURN QUERY
  SELECT v.cookie_hash, v.id, v.expires_at, v.purpose, sv.code, sv.name, sv.needs_card,
    ARRAY(SELECT (SELECT x.notice_id FROM cards.cards x WHERE x.id = u.id) FROM unnest(q.cards) WITH ORDINALITY AS u (id, n) ORDER BY u.n),
    CASE WHEN v.person IS NOT NULL AND v.person_here THEN jsonb_build_object('name', v.person ->> 'name', 'kana', v.person ->> 'kana', 'birthDate', v.person ->> 'birth_date', 'phone', v.person ->> 'phone') END,
    v.language, v.mail, v.mails_sent, v.proven_at IS NOT NULL, v.cautions,
    CASE WHEN p.state = 'held' AND p.held_until <= v_at THEN 'lapsed' ELSE p.state END, p.number, p.held_until, p.extended, p.version,
    p.slot_id, p.office_code, p.day, p.start_minute, p.minutes, coalesce(p.long, false), coalesce(p.needs_moving OR (p.state = 'held' AND p.closed_at IS NOT NULL), false),
    p.slot_id IS NOT NULL AND p.state = 'booked' AND (p.needs_moving OR coalesce(v_at < c.until, false)), c.until,
    p.id,
    EXISTS (SELECT FROM ledger.standing t
      WHERE t.service_id = v.service_id AND t.key = ANY (ARRAY(SELECT 'c:' || u FROM unnest(q.cards) u) || ('p:' || (v.person ->> 'key')) || reservations.sound_key(v.person ->> 'kana_key', (v.person ->> 'birth_date')::date)
          || CASE WHEN v.more_persons <> '[]' THEN ARRAY(SELECT k FROM jsonb_array_elements(v.more_persons) AS e (p), unnest(reservations.keys_of_member(reservations.member_of(e.p -> 'person'))) AS k) END) AND t.until > v_at
        AND t.reservation_id IS DISTINCT FROM v.reservation_id
        AND (SELECT x.state FROM reservations.reservations x WHERE x.id = t.reservation_id) = 'booked'),
    -- Where its cards lie, null where it is not known: with these a page cuts its days out of the calendar everyone shares. A card by its key each: as a join all cards were read where there are few thousand, for every page.
    CASE WHEN v.proven_at IS NOT NULL THEN
      ARRAY(SELECT DISTINCT (SELECT o.code FROM cards.cards x JOIN offices.offices o ON o.id = x.office_id WHERE x.id = u.id) FROM unnest(reservations.cards_or_none(q.cards)) AS u (id)) END,
    -- The day on which the first of them expires: no day after it is offered.
    CASE WHEN v.proven_at IS NOT NULL THEN (SELECT min((SELECT x.expires_on FROM cards.cards x WHERE x.id = u.id)) FROM unnest(q.cards) AS u (id)) END,
    q.people, v_at
  FROM unnest(p_cookies) AS k (hash)
  -- One by one by its key: a LIMIT keeps each apart. As = ANY and joins every visit was read that had not ended, and all reservations with them (a visit took 9 s in a crowd at one time).
  CROSS JOIN LATERAL (SELECT * FROM reservations.visits x WHERE x.cookie_hash = k.hash AND x.expires_at > v_at AND x.finished_at IS NULL AND EXISTS (SELECT FROM reservations.admitted(x)) LIMIT 1) v
  JOIN services.services sv ON sv.id = v.service_id
  LEFT JOIN LATERAL (
    SELECT r.id, r.state, r.number, r.held_until, r.extended, r.version, s.id AS slot_id, s.office_id, o.code AS office_code, s.day, s.start_minute,
      reservations.minutes_of(r, s)::smallint AS minutes, r.more_slots <> '{}' AS long, reservations.needs_moving(r, s) AS needs_moving, reservations.closed_at(r, s) AS closed_at
    FROM reservations.reservations r LEFT JOIN ledger.slots s ON s.id = r.slot_id LEFT JOIN offices.offices o ON o.id = s.office_id
    WHERE r.id = v.reservation_id LIMIT 1) p ON true
  -- Who comes: once it is held or booked the members of the reservation, whoever put them there.
  CROSS JOIN LATERAL (
    SELECT CASE WHEN p.number IS NULL AND (p.state = 'held' AND p.held_until > v_at) IS NOT TRUE THEN v.card_ids
        ELSE ARRAY(SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = p.id AND m.removed_at IS NULL AND m.card_id IS NOT NULL ORDER BY m.position) END AS cards,
      CASE WHEN p.number IS NULL AND (p.state = 'held' AND p.held_until > v_at) IS NOT TRUE THEN reservations.people_of(v)
        ELSE (SELECT count(*)::integer FROM reservations.members m WHERE m.reservation_id = p.id AND m.removed_at IS NULL) END AS people
    LIMIT 1) q
  -- Of a held place too: the deadline is told before it is booked. LIMIT: asked once, though it is shown twice.
  LEFT JOIN LATERAL (
    SELECT calendar.changeable_until(p.office_id, v.service_id, 'citizen', p.day, p.start_minute) AS until
    WHERE p.slot_id IS NOT NULL AND p.state IN ('held', 'booked') LIMIT 1) c ON true;
END $$;
