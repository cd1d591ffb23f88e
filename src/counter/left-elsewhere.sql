-- A card that was sent for a visit and was shelved where it went, as after a 未来庁, goes back once nobody has booked it for some days (§8(2)⑩). Off
-- (return-days 0): where it is shelved is where it belongs.

-- The office in which a card was first put into a box, of those in use; NULL: none.
CREATE OR REPLACE FUNCTION counter.first_home(p_card bigint) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT e.office_id FROM cards.custody_events e JOIN offices.offices o ON o.id = e.office_id AND o.retired_at IS NULL
  WHERE e.card_id = p_card AND e.storage_place_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id) ORDER BY e.id LIMIT 1
$$;

-- Cards on the shelf of an office other than their first, without a visit to come, whose last movement and last visit are so many days past; all, or one.
CREATE OR REPLACE FUNCTION counter.left_elsewhere(p_card bigint) RETURNS TABLE (card_id bigint, at_office integer, to_office integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id, c.office_id, h.office
  FROM (SELECT DISTINCT e.card_id FROM cards.custody_events e WHERE e.event IN ('received', 'found-at') AND (p_card IS NULL OR e.card_id = p_card)) f
    JOIN cards.cards c ON c.id = f.card_id AND c.is_open AND c.whereabouts = 'shelf'
    CROSS JOIN LATERAL (SELECT counter.first_home(c.id) AS office OFFSET 0) h
    CROSS JOIN LATERAL (
      SELECT bool_or(r.state = 'booked' AND m.removed_at IS NULL AND coalesce(m.outcome, 'arrived') = 'arrived') AS comes, max(greatest(r.ended_at, m.removed_at, m.outcome_at)) AS ended
      FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.booked_at IS NOT NULL WHERE m.card_id = c.id) v
  WHERE site.number('return-days') > 0 AND h.office <> c.office_id AND v.comes IS NOT TRUE
    AND lib.day_of(greatest(v.ended, (SELECT max(e.at) FROM cards.custody_events e WHERE e.card_id = c.id))) + site.number('return-days') <= lib.day_of(lib.now())
$$;
