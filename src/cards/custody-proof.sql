-- Whether the movements of each card follow one another from its first to where it is now (§8(2)③⑩): asked every night and of every restored copy.

-- Whether a card can stand so after a movement, until the next one. Movements of earlier versions say nothing of what they left behind. An office that a list
-- names for a card that had none is no movement, nor is the box that a card gets before it has come.
CREATE OR REPLACE FUNCTION cards.custody_fits(e cards.custody_events, p_whereabouts text, p_office integer, p_place integer, p_position integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT e.whereabouts IS NULL OR e.whereabouts = p_whereabouts AND (e.office_id IS NULL OR e.office_id IS NOT DISTINCT FROM p_office)
    AND (e.whereabouts = 'expected' OR (e.storage_place_id, e.storage_position) IS NOT DISTINCT FROM (p_place, p_position))
$$;

-- Cards that were moved without a movement: one that has none and is no longer expected, or whose first did not find it expected.
CREATE OR REPLACE FUNCTION cards.custody_unbegun() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id FROM cards.cards c LEFT JOIN LATERAL (SELECT * FROM cards.custody_events x WHERE x.card_id = c.id ORDER BY x.id LIMIT 1) e ON true
  WHERE CASE WHEN e.id IS NULL THEN c.whereabouts ELSE e.before ->> 'whereabouts' END <> 'expected'
$$;

-- Cards of which a movement did not find what the one before it left, or that are not where their last one left them.
CREATE OR REPLACE FUNCTION cards.custody_broken() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id FROM cards.cards c
    JOIN LATERAL (SELECT e FROM cards.custody_events e WHERE e.card_id = c.id ORDER BY e.id DESC LIMIT 1) l ON true
  WHERE NOT cards.custody_fits(l.e, c.whereabouts, c.office_id, c.storage_place_id, c.storage_position)
  UNION
  SELECT w.card_id FROM (SELECT e.card_id, e.before, lag(e) OVER (PARTITION BY e.card_id ORDER BY e.id) AS last FROM cards.custody_events e) w
  WHERE w.before IS NOT NULL AND NOT cards.custody_fits(w.last, w.before ->> 'whereabouts', (w.before ->> 'office')::integer,
    (w.before ->> 'place')::integer, (w.before ->> 'position')::integer)
$$;

-- Both: there should be none.
CREATE OR REPLACE FUNCTION cards.custody_wrong() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT cards.custody_unbegun() UNION SELECT cards.custody_broken() $$;
