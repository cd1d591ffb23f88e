-- 交付前設定: the settings a card gets before it can be handed over. One card by scan, or many of a delivery at once.

-- Records that cards were set up. Those that are set up already or are over stay as they are. p_import: whose cards they are, where they are of one
-- import. Returns the act's id. Refuses: nothing (none was changed).
CREATE OR REPLACE FUNCTION cards.set_up(p_actor audit.actor, p_cards bigint[], p_import integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_ids bigint[];
  v_id bigint;
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  WITH done AS (
    UPDATE cards.cards SET set_up_at = v_at, updated_at = v_at WHERE id = ANY (p_cards) AND is_open AND set_up_at IS NULL RETURNING id
  )
  SELECT array_agg(id ORDER BY id) INTO v_ids FROM done;
  IF v_ids IS NULL THEN PERFORM lib.refuse('nothing'); END IF;
  INSERT INTO cards.set_ups (at, staff_id, import_id, card_ids) VALUES (v_at, (p_actor).staff_id, p_import, v_ids) RETURNING id INTO v_id;
  PERFORM audit.write(p_actor, 'card.set-up', v_at, NULL, CASE WHEN cardinality(v_ids) = 1 THEN v_ids[1] END, NULL,
    jsonb_strip_nulls(jsonb_build_object('rows', cardinality(v_ids), 'import', p_import)));
  RETURN v_id;
END $$;

-- Takes an act back: its cards that nobody set up anew since. Returns how many. Refuses: unknown, undone.
CREATE OR REPLACE FUNCTION cards.undo_set_up(p_actor audit.actor, p_act bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  a cards.set_ups;
  v_count integer;
BEGIN
  SELECT * INTO a FROM cards.set_ups WHERE id = p_act FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF a.undone_at IS NOT NULL THEN PERFORM lib.refuse('undone'); END IF;
  UPDATE cards.set_ups SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE id = p_act;
  PERFORM FROM cards.cards WHERE id = ANY (a.card_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE cards.cards SET set_up_at = NULL, updated_at = v_at WHERE id = ANY (a.card_ids) AND set_up_at = a.at AND is_open;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  PERFORM audit.write(p_actor, 'card.set-up-undone', v_at, NULL, CASE WHEN cardinality(a.card_ids) = 1 THEN a.card_ids[1] END, NULL,
    jsonb_strip_nulls(jsonb_build_object('rows', v_count, 'import', a.import_id)));
  RETURN v_count;
END $$;

-- Whether the city records them at all: some act stands. Where none does, nothing can be said of a card from its having none.
CREATE OR REPLACE FUNCTION cards.records_set_ups() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM cards.set_ups WHERE undone_at IS NULL) $$;

-- Whether a card went on to be handed over without them: it was 準備中 here and then noticed or booked, by staff or by the clock, and has no record. What had its
-- notice before it was in these records was set up there.
CREATE OR REPLACE FUNCTION cards.went_on_unset(c cards.cards) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.set_up_at IS NULL AND cards.records_set_ups() AND EXISTS (
    SELECT FROM cards.status_history h JOIN cards.statuses s ON s.code = h.from_status
      JOIN cards.status_history n ON n.card_id = h.card_id AND n.id >= h.id JOIN cards.statuses t ON t.code = n.to_status
    WHERE h.card_id = c.id AND s.category = 'preparing' AND t.category IN ('notified', 'booked'))
$$;
