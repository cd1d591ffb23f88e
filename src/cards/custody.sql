-- One recorded movement of a card; where it is now is kept beside its events in the same transaction.
CREATE OR REPLACE FUNCTION cards.record_custody(p_actor audit.actor, p_card bigint, p_event text, p_whereabouts text, p_note text, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, note)
  SELECT p_card, p_event, p_at, c.office_id, c.storage_place_id, c.storage_position, (p_actor).staff_id, p_note FROM cards.cards c WHERE c.id = p_card;
  UPDATE cards.cards SET whereabouts = p_whereabouts, updated_at = p_at WHERE id = p_card;
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
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id)
  SELECT id, 'shelved', p_at, office_id, storage_place_id, storage_position, (p_actor).staff_id FROM put;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;
