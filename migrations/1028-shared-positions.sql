-- Positions of closed cards that lay in a box were given to others, and boxes of closed cards went out of use: such a card has no position, or no box, from now on, as if it
-- had been opened again. Of a card that is expected no movement tells where it is to lie;
-- one that was closed before it came takes no position of others.
CREATE TEMP TABLE sharing ON COMMIT DROP AS
SELECT c.id, c.whereabouts, c.office_id, c.storage_place_id, c.storage_position, CASE WHEN p.retired_at IS NULL THEN p.id END AS place
FROM cards.cards c JOIN cards.storage_places p ON p.id = c.storage_place_id
WHERE NOT c.is_open AND c.whereabouts <> 'gone' AND (p.retired_at IS NOT NULL OR EXISTS (
  SELECT FROM cards.cards o WHERE o.storage_place_id = c.storage_place_id AND o.storage_position = c.storage_position AND o.id <> c.id AND o.whereabouts <> 'gone' AND (o.is_open OR (o.whereabouts <> 'expected' AND o.id < c.id))));
INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, note, whereabouts, before)
SELECT s.id, 'moved', now(), s.office_id, s.place, '元の位置が空いていないため、位置の記録なし', s.whereabouts,
  jsonb_build_object('whereabouts', s.whereabouts, 'office', s.office_id, 'place', s.storage_place_id, 'position', s.storage_position)
FROM sharing s WHERE s.whereabouts <> 'expected' ORDER BY s.id;
UPDATE cards.cards c SET storage_place_id = s.place, storage_position = NULL, updated_at = now() FROM sharing s WHERE c.id = s.id;
