-- What a party must read and bring (§8(3)⑨): by its service, and by who of it is under 15 on the day of the visit.

-- Which ages a party has on a day: under-15, from-15. A birthday that is not known may be either. p_more: the birthdays of who joins it.
CREATE OR REPLACE FUNCTION reservations.ages_on(p_reservation uuid, p_day date, p_more date[] DEFAULT '{}') RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT a), '{}')
  FROM (
    SELECT coalesce(c.birth_date, m.birth_date) AS born FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL
    UNION ALL SELECT b FROM unnest(p_more) AS b
  ) p CROSS JOIN LATERAL (SELECT services.under_15(p.born, p_day) AS under) u,
    unnest(CASE WHEN u.under IS NULL THEN ARRAY['under-15', 'from-15'] WHEN u.under THEN ARRAY['under-15'] ELSE ARRAY['from-15'] END) AS a
$$;

-- The same on the day of its visit.
CREATE OR REPLACE FUNCTION reservations.ages_of(p_reservation uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((SELECT reservations.ages_on(r.id, s.day) FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_reservation), '{}')
$$;

-- The cautions of a service that concern these ages; null: all.
CREATE OR REPLACE FUNCTION reservations.cautions_at(p_service integer, p_ages text[]) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(c.id ORDER BY c.position, c.id), '{}') FROM services.cautions c
  WHERE c.service_id = p_service AND c.retired_at IS NULL AND (c.ages = 'all' OR p_ages IS NULL OR c.ages = ANY (p_ages))
$$;

-- The cautions a party ticks; for a visit without a place yet, all of the service's.
CREATE OR REPLACE FUNCTION reservations.cautions_for(p_service integer, p_reservation uuid) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT reservations.cautions_at(p_service, CASE WHEN p_reservation IS NOT NULL THEN reservations.ages_of(p_reservation) END) $$;

-- What these ages bring: the service's lines, and those for who is under 15 where one is.
CREATE OR REPLACE FUNCTION reservations.bring_at(p_service integer, p_ages text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.bring || CASE WHEN 'under-15' = ANY (p_ages) THEN s.bring_under15 ELSE '{}' END FROM services.services s WHERE s.id = p_service $$;

-- What these ages were asked to bring at an instant.
CREATE OR REPLACE FUNCTION reservations.bring_then(p_service integer, p_ages text[], p_then timestamptz) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT b.bring || CASE WHEN 'under-15' = ANY (p_ages) THEN b.bring_under15 ELSE '{}' END FROM services.bring_versions b
  WHERE b.service_id = p_service AND (b.since IS NULL OR b.since <= p_then) ORDER BY b.id DESC LIMIT 1
$$;

-- What a party brings.
CREATE OR REPLACE FUNCTION reservations.bring_for(p_service integer, p_reservation uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT reservations.bring_at(p_service, reservations.ages_of(p_reservation)) $$;

-- Each one's own papers: who brings the same stands together, in the order they come: [{who: [1, 2], ids: notice IDs or null, under15, bring: lines}].
-- An unknown birthday may be either age: all lines.
CREATE OR REPLACE FUNCTION reservations.papers_of(p_service integer, p_reservation uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('who', g.who, 'ids', g.ids, 'under15', g.under,
    'bring', s.bring || CASE WHEN g.under IS NOT FALSE THEN s.bring_under15 ELSE '{}' END) ORDER BY g.first), '[]')
  FROM services.services s CROSS JOIN LATERAL (
    SELECT x.under, min(x.n) AS first, jsonb_agg(x.n ORDER BY x.n) AS who, jsonb_agg(x.notice_id ORDER BY x.n) AS ids
    FROM (
      SELECT row_number() OVER (ORDER BY m.position) AS n, c.notice_id,
        cardinality(s.bring_under15) > 0 AND services.under_15(coalesce(c.birth_date, m.birth_date), l.day) AS under
      FROM reservations.reservations r JOIN ledger.slots l ON l.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
        LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE r.id = p_reservation) x
    GROUP BY x.under) g
  WHERE s.id = p_service
$$;

-- What the visit of a cookie reads and brings: {cautions: ids to tick, texts: these as they stand now, ticked: {caution: version}, bring: lines,
-- each: as reservations.papers_of}. Refuses no_visit.
CREATE OR REPLACE FUNCTION citizen.own_papers(p_cookie bytea) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits;
BEGIN
  -- Read, not prolonged: pages read the visit before.
  SELECT * INTO v FROM reservations.visits x
  WHERE x.cookie_hash = p_cookie AND x.expires_at > lib.now() AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  IF NOT FOUND THEN PERFORM lib.refuse('no_visit'); END IF;
  RETURN jsonb_build_object('cautions', reservations.cautions_for(v.service_id, v.reservation_id), 'bring', reservations.bring_for(v.service_id, v.reservation_id),
    'each', reservations.papers_of(v.service_id, v.reservation_id), 'texts', reservations.caution_texts(reservations.cautions_for(v.service_id, v.reservation_id)), 'ticked', v.ticked);
END $$;
