-- Movements of many cards in one act: a delivery gets its boxes and is put there (§8(2)③).

-- Gives cards that are expected their boxes and positions, and records with p_shelve that they were put there: one act for a whole delivery (§8(2)③).
-- The three arrays go together. Returns how many. Refuses: changed_meanwhile (a card has another place by now or is no longer expected, a position was
-- taken, a box retired): what was shown is done, or nothing.
CREATE OR REPLACE FUNCTION cards.assign_places(p_actor audit.actor, p_cards bigint[], p_places integer[], p_positions integer[], p_shelve boolean)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_count integer;
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM cards.storage_places WHERE id = ANY (p_places) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position)
      LEFT JOIN cards.cards c ON c.id = w.card AND c.is_open AND c.whereabouts = 'expected' AND (c.storage_place_id IS NULL OR c.storage_place_id = w.place OR NOT EXISTS (
        SELECT FROM cards.storage_places own WHERE own.id = c.storage_place_id AND c.storage_position BETWEEN 1 AND own.size))
      LEFT JOIN cards.storage_places p ON p.id = w.place AND p.retired_at IS NULL AND (c.office_id IS NULL OR c.office_id = p.office_id) AND w.position BETWEEN 1 AND p.size
    WHERE c.id IS NULL OR p.id IS NULL
      OR EXISTS (SELECT FROM cards.cards o WHERE o.storage_place_id = w.place AND o.storage_position = w.position AND cards.takes_position(o.is_open, o.whereabouts) AND o.id <> w.card))
  THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM (SELECT DISTINCT u.place FROM unnest(p_places) AS u (place)) b WHERE NOT cards.box_in_use(b.place)) THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF NOT p_shelve THEN
    UPDATE cards.cards c SET storage_place_id = w.place, storage_position = w.position, office_id = p.office_id, updated_at = v_at
    FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position) JOIN cards.storage_places p ON p.id = w.place WHERE c.id = w.card;
  ELSE
    WITH wanted AS (
      SELECT c.id, c.whereabouts, c.office_id, c.storage_place_id, c.storage_position, w.place, w.position, p.office_id AS to_office
      FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position) JOIN cards.cards c ON c.id = w.card JOIN cards.storage_places p ON p.id = w.place
    ), put AS (
      UPDATE cards.cards c SET whereabouts = 'shelf', storage_place_id = w.place, storage_position = w.position, office_id = w.to_office, updated_at = v_at
      FROM wanted w WHERE c.id = w.id RETURNING c.id
    )
    INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, whereabouts, before)
    SELECT w.id, 'shelved', v_at, w.to_office, w.place, w.position, (p_actor).staff_id, 'shelf',
      jsonb_build_object('whereabouts', w.whereabouts, 'office', w.office_id, 'place', w.storage_place_id, 'position', w.storage_position)
    FROM wanted w JOIN put ON put.id = w.id ORDER BY w.id;
  END IF;
  v_count := cardinality(p_cards);
  PERFORM audit.write(p_actor, CASE WHEN p_shelve THEN 'card.shelved-many' ELSE 'card.placed-many' END, v_at, NULL, NULL, NULL, jsonb_build_object('rows', v_count));
  RETURN v_count;
END $$;

-- Records that every expected card with a storage place was put there: the end of unpacking a delivery. Returns how many.
CREATE OR REPLACE FUNCTION cards.shelve_expected(p_actor audit.actor, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_count integer;
BEGIN
  WITH put AS (
    UPDATE cards.cards SET whereabouts = 'shelf', updated_at = p_at
    WHERE is_open AND whereabouts = 'expected' AND storage_place_id IS NOT NULL
    RETURNING id, office_id, storage_place_id, storage_position
  )
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, whereabouts, before)
  SELECT id, 'shelved', p_at, office_id, storage_place_id, storage_position, (p_actor).staff_id, 'shelf',
    jsonb_build_object('whereabouts', 'expected', 'office', office_id, 'place', storage_place_id, 'position', storage_position) FROM put ORDER BY id;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;
