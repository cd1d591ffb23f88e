-- Stock-take of a box (棚卸, §8(2)⑩). Each scan is an act of its own and stays, whatever becomes of the page. Locks: stock-take, cards (sorted), box.

-- Begins the count of a box, or joins the one that is open: there is one at a time. Returns its id. Refuses: unknown (no such box in use).
CREATE OR REPLACE FUNCTION cards.begin_stocktake(p_actor audit.actor, p_place integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_box cards.storage_places;
  v_id integer;
BEGIN
  SELECT * INTO v_box FROM cards.storage_places WHERE id = p_place AND cards.box_in_use(id) FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT id INTO v_id FROM cards.stocktakes WHERE storage_place_id = p_place AND state IN ('counting', 'counted');
  IF FOUND THEN RETURN v_id; END IF;
  INSERT INTO cards.stocktakes (storage_place_id, begun_at, begun_by) VALUES (p_place, v_at, (p_actor).staff_id) RETURNING id INTO v_id;
  PERFORM audit.write(p_actor, 'storage.stocktake-begun', v_at, NULL, NULL, v_box.office_id, jsonb_build_object('stocktake', v_id, 'box', v_box.cabinet || ' ' || v_box.box));
  RETURN v_id;
END $$;

-- Cards that are recorded to lie in the box and that nobody has seen since the count began: neither counted nor put there by a scan.
CREATE OR REPLACE FUNCTION cards.stocktake_left(p_stocktake integer) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id FROM cards.stocktakes t JOIN cards.cards c ON c.storage_place_id = t.storage_place_id AND c.whereabouts = 'shelf'
  WHERE t.id = p_stocktake
    AND NOT EXISTS (SELECT FROM cards.stocktake_cards d WHERE d.stocktake_id = t.id AND d.card_id = c.id)
    AND NOT EXISTS (
      SELECT FROM cards.custody_events e WHERE e.card_id = c.id AND e.at >= t.begun_at AND e.storage_place_id = t.storage_place_id AND e.event IN ('shelved', 'moved', 'returned', 'counted')
        AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = c.id AND u.undoes = e.id))
$$;

-- A word for what is left, so that the end of a count writes what its page showed.
CREATE OR REPLACE FUNCTION cards.stocktake_fingerprint(p_stocktake integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT md5(coalesce(string_agg(id::text, ',' ORDER BY id), '')) FROM cards.stocktake_left(p_stocktake) AS id $$;

-- What a card found in a box is: seen (it belongs there), or why it does not: closed (it is gone by the records), other_office, transit, out (taken out of this box by the records),
-- other_box, no_box.
CREATE OR REPLACE FUNCTION cards.stocktake_judge(c cards.cards, b cards.storage_places) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN c.whereabouts = 'gone' THEN 'closed'
    WHEN c.office_id IS NOT NULL AND c.office_id <> b.office_id THEN 'other_office'
    WHEN c.whereabouts = 'transit' THEN 'transit'
    WHEN c.storage_place_id IS NULL THEN 'no_box'
    WHEN c.storage_place_id <> b.id THEN 'other_box'
    WHEN c.whereabouts IN ('pulled', 'counter') THEN 'out'
    ELSE 'seen' END
$$;

-- The movement that puts a card into the box it was found in; NULL where none may.
CREATE OR REPLACE FUNCTION cards.stocktake_entry(p_whereabouts text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE p_whereabouts WHEN 'shelf' THEN 'moved' WHEN 'expected' THEN 'shelved' WHEN 'missing' THEN 'counted' WHEN 'pulled' THEN 'returned' WHEN 'counter' THEN 'returned' END
$$;

-- Records that a card lies in the box. One that belongs there is counted; one that does not is noted, and with p_put put into this box.
-- Returns seen, again (it was counted before), put, or why it does not belong there. Refuses: unknown, over (the count has ended), and what a movement refuses.
CREATE OR REPLACE FUNCTION cards.see_in_stocktake(p_actor audit.actor, p_stocktake integer, p_card bigint, p_put boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  t cards.stocktakes;
  b cards.storage_places;
  c cards.cards;
  d cards.stocktake_cards;
  v_is text;
  v_event bigint;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR SHARE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counting' THEN PERFORM lib.refuse('over'); END IF;
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT * INTO b FROM cards.storage_places WHERE id = t.storage_place_id;
  SELECT * INTO d FROM cards.stocktake_cards WHERE stocktake_id = t.id AND card_id = p_card;
  v_is := cards.stocktake_judge(c, b);
  IF v_is = 'seen' THEN
    IF d.card_id IS NOT NULL THEN RETURN 'again'; END IF;
    v_event := cards.move_card(p_actor, p_card, 'counted', b.id, NULL, NULL, '');
    INSERT INTO cards.stocktake_cards (stocktake_id, card_id, result, at, staff_id, event_id) VALUES (t.id, p_card, 'seen', v_at, (p_actor).staff_id, v_event);
    RETURN 'seen';
  END IF;
  IF d.card_id IS NULL THEN
    INSERT INTO cards.stocktake_cards (stocktake_id, card_id, result, at, staff_id, event_id)
    VALUES (t.id, p_card, 'foreign', v_at, (p_actor).staff_id, (SELECT max(id) FROM cards.custody_events WHERE card_id = p_card));
    PERFORM audit.write(p_actor, 'card.found-in-box', v_at, NULL, p_card, b.office_id, jsonb_build_object('stocktake', t.id, 'box', b.cabinet || ' ' || b.box));
  END IF;
  IF NOT p_put THEN RETURN v_is; END IF;
  IF v_is = 'closed' THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  PERFORM cards.move_card(p_actor, p_card, coalesce(cards.stocktake_entry(c.whereabouts), 'returned'), b.id, NULL, NULL, '');
  RETURN 'put';
END $$;

-- Takes one card of a count back. Refuses: unknown, over, follows (something has happened to the card since).
CREATE OR REPLACE FUNCTION cards.unsee_in_stocktake(p_actor audit.actor, p_stocktake integer, p_card bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  t cards.stocktakes;
  d cards.stocktake_cards;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR SHARE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counting' THEN PERFORM lib.refuse('over'); END IF;
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  SELECT * INTO d FROM cards.stocktake_cards WHERE stocktake_id = t.id AND card_id = p_card;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = p_card AND e.id > coalesce(d.event_id, 0)) THEN PERFORM lib.refuse('follows'); END IF;
  IF d.result = 'seen' THEN PERFORM cards.undo_custody(p_actor, d.event_id);
  ELSE PERFORM audit.write(p_actor, 'card.found-in-box-undone', lib.now(), NULL, p_card, NULL, jsonb_build_object('stocktake', t.id));
  END IF;
  DELETE FROM cards.stocktake_cards WHERE stocktake_id = t.id AND card_id = p_card;
END $$;

-- Ends a count: what was not seen is missing from now on. p_seen: the fingerprint of what the page showed as left. Returns how many are missing.
-- Refuses: unknown, over, changed_meanwhile.
CREATE OR REPLACE FUNCTION cards.end_stocktake(p_actor audit.actor, p_stocktake integer, p_seen text, p_note text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  t cards.stocktakes;
  v_left bigint[];
  v_card bigint;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counting' THEN PERFORM lib.refuse('over'); END IF;
  PERFORM FROM cards.cards c WHERE c.storage_place_id = t.storage_place_id ORDER BY c.id FOR NO KEY UPDATE;
  IF cards.stocktake_fingerprint(t.id) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_left := ARRAY(SELECT id FROM cards.stocktake_left(t.id) AS id ORDER BY id);
  FOREACH v_card IN ARRAY v_left LOOP
    INSERT INTO cards.stocktake_cards (stocktake_id, card_id, result, at, staff_id, event_id)
    VALUES (t.id, v_card, 'missing', v_at, (p_actor).staff_id, cards.move_card(p_actor, v_card, 'found-missing', NULL, NULL, NULL, ''));
  END LOOP;
  UPDATE cards.stocktakes SET state = 'counted', ended_at = v_at, counted_by = (p_actor).staff_id, note = p_note, missing = cardinality(v_left),
    seen = (SELECT count(*) FROM cards.stocktake_cards WHERE stocktake_id = t.id AND result = 'seen'),
    foreign_cards = (SELECT count(*) FROM cards.stocktake_cards WHERE stocktake_id = t.id AND result = 'foreign')
  WHERE id = t.id;
  PERFORM audit.write(p_actor, 'storage.stocktake-counted', v_at, NULL, NULL, (SELECT office_id FROM cards.storage_places WHERE id = t.storage_place_id),
    jsonb_build_object('stocktake', t.id, 'rows', cardinality(v_left)));
  RETURN cardinality(v_left);
END $$;

-- Opens a count again that nobody has checked: what it wrote as missing is taken back where nothing has happened to the card since. Refuses: unknown, over.
CREATE OR REPLACE FUNCTION cards.reopen_stocktake(p_actor audit.actor, p_stocktake integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  t cards.stocktakes;
  d record;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counted' THEN PERFORM lib.refuse('over'); END IF;
  FOR d IN
    SELECT x.card_id, x.event_id FROM cards.stocktake_cards x JOIN cards.cards c ON c.id = x.card_id
    WHERE x.stocktake_id = t.id AND x.result = 'missing' ORDER BY c.id FOR NO KEY UPDATE OF c
  LOOP
    IF NOT EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = d.card_id AND e.id > d.event_id) THEN PERFORM cards.undo_custody(p_actor, d.event_id); END IF;
  END LOOP;
  DELETE FROM cards.stocktake_cards WHERE stocktake_id = t.id AND result = 'missing';
  UPDATE cards.stocktakes SET state = 'counting', ended_at = NULL, counted_by = NULL, seen = NULL, missing = NULL, foreign_cards = NULL WHERE id = t.id;
  PERFORM audit.write(p_actor, 'storage.stocktake-reopened', lib.now(), NULL, NULL, (SELECT office_id FROM cards.storage_places WHERE id = t.storage_place_id),
    jsonb_build_object('stocktake', t.id));
END $$;

-- A second person checks a count. Refuses: unknown, over, same_person (who ended it or counted a card of it).
CREATE OR REPLACE FUNCTION cards.check_stocktake(p_actor audit.actor, p_stocktake integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  t cards.stocktakes;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counted' THEN PERFORM lib.refuse('over'); END IF;
  IF (p_actor).staff_id IS NULL OR t.counted_by = (p_actor).staff_id
    OR EXISTS (SELECT FROM cards.stocktake_cards WHERE stocktake_id = t.id AND staff_id = (p_actor).staff_id) THEN PERFORM lib.refuse('same_person'); END IF;
  UPDATE cards.stocktakes SET state = 'done', checked_at = v_at, checked_by = (p_actor).staff_id WHERE id = t.id;
  PERFORM audit.write(p_actor, 'storage.stocktake-checked', v_at, NULL, NULL, (SELECT office_id FROM cards.storage_places WHERE id = t.storage_place_id),
    jsonb_build_object('stocktake', t.id));
END $$;

-- Gives a count up before its end; cards that were seen stay seen. Refuses: unknown, over.
CREATE OR REPLACE FUNCTION cards.drop_stocktake(p_actor audit.actor, p_stocktake integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE t cards.stocktakes;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state <> 'counting' THEN PERFORM lib.refuse('over'); END IF;
  UPDATE cards.stocktakes SET state = 'dropped', ended_at = lib.now() WHERE id = t.id;
  PERFORM audit.write(p_actor, 'storage.stocktake-dropped', lib.now(), NULL, NULL, (SELECT office_id FROM cards.storage_places WHERE id = t.storage_place_id),
    jsonb_build_object('stocktake', t.id));
END $$;

-- A difference that waits for somebody: a card not found that is still missing, or one found where it does not belong that nobody has moved since; not explained.
-- A movement that was taken back is none; one of before the count that was taken back since is.
CREATE OR REPLACE FUNCTION cards.is_difference(d cards.stocktake_cards, c cards.cards) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT d.explained_at IS NULL AND CASE d.result
    WHEN 'missing' THEN c.whereabouts = 'missing'
    WHEN 'foreign' THEN NOT EXISTS (
      SELECT FROM cards.custody_events e WHERE e.card_id = d.card_id AND e.id > coalesce(d.event_id, 0) AND e.event <> 'found-missing'
        AND (e.undoes IS NULL OR e.undoes <= coalesce(d.event_id, 0)) AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id))
    ELSE false END
$$;

-- Explains a difference; again: in other words. Refuses: unknown (there is no such difference), over (the count has not ended).
CREATE OR REPLACE FUNCTION cards.explain_difference(p_actor audit.actor, p_stocktake integer, p_card bigint, p_explanation text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE t cards.stocktakes;
BEGIN
  SELECT * INTO t FROM cards.stocktakes WHERE id = p_stocktake FOR SHARE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF t.state NOT IN ('counted', 'done') THEN PERFORM lib.refuse('over'); END IF;
  UPDATE cards.stocktake_cards SET explained_at = lib.now(), explained_by = (p_actor).staff_id, explanation = p_explanation
  WHERE stocktake_id = t.id AND card_id = p_card AND result <> 'seen';
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM audit.write(p_actor, 'storage.difference-explained', lib.now(), NULL, p_card, (SELECT office_id FROM cards.storage_places WHERE id = t.storage_place_id),
    jsonb_build_object('stocktake', t.id));
END $$;
