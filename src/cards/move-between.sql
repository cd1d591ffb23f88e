-- Moves cards that lie in one box into another, one act (§8(2)⑩): they take the free positions of the new box in the order they had.
-- Returns how many. Refuses: unknown (no such box in use), same_box, other_office, nothing, changed_meanwhile (a card is not in the box any more), full.
CREATE OR REPLACE FUNCTION cards.move_between(p_actor audit.actor, p_from integer, p_to integer, p_cards bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_cards bigint[] := ARRAY(SELECT DISTINCT id FROM unnest(p_cards) AS id ORDER BY id);
  a cards.storage_places;
  b cards.storage_places;
  v_count integer;
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (v_cards) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM cards.storage_places WHERE id IN (p_from, p_to) ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO a FROM cards.storage_places WHERE id = p_from;
  SELECT * INTO b FROM cards.storage_places WHERE id = p_to AND cards.box_in_use(id);
  IF a.id IS NULL OR b.id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF a.id = b.id THEN PERFORM lib.refuse('same_box'); END IF;
  IF a.office_id <> b.office_id THEN PERFORM lib.refuse('other_office'); END IF;
  IF cardinality(v_cards) = 0 THEN PERFORM lib.refuse('nothing'); END IF;
  SELECT count(*) INTO v_count FROM cards.cards WHERE id = ANY (v_cards) AND storage_place_id = p_from AND whereabouts = 'shelf';
  IF v_count < cardinality(v_cards) THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  WITH free AS (
    SELECT n, row_number() OVER (ORDER BY n) AS k FROM generate_series(1, b.size) AS n
    WHERE NOT EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p_to AND c.storage_position = n AND cards.takes_position(c.is_open, c.whereabouts))
  ), wanted AS (
    SELECT c.id, c.whereabouts, c.office_id, c.storage_place_id, c.storage_position, row_number() OVER (ORDER BY c.storage_position NULLS LAST, c.id) AS k
    FROM cards.cards c WHERE c.id = ANY (v_cards)
  ), put AS (
    UPDATE cards.cards c SET storage_place_id = p_to, storage_position = f.n, office_id = b.office_id, updated_at = v_at
    FROM wanted w JOIN free f ON f.k = w.k WHERE c.id = w.id RETURNING c.id, c.storage_position
  )
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, whereabouts, before)
  SELECT w.id, 'moved', v_at, b.office_id, p_to, put.storage_position, (p_actor).staff_id, 'shelf',
    jsonb_build_object('whereabouts', w.whereabouts, 'office', w.office_id, 'place', w.storage_place_id, 'position', w.storage_position)
  FROM wanted w JOIN put ON put.id = w.id ORDER BY w.id;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count < cardinality(v_cards) THEN PERFORM lib.refuse('full'); END IF;
  PERFORM audit.write(p_actor, 'card.moved-many', v_at, NULL, NULL, b.office_id,
    jsonb_build_object('rows', v_count, 'box', a.cabinet || ' ' || a.box || ' → ' || b.cabinet || ' ' || b.box));
  RETURN v_count;
END $$;
