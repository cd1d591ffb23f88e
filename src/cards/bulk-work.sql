-- A bulk change of more cards than one act may hold: pressed once, bound to what its preview showed, then done a part at a time, each part a transaction, so that
-- nobody waits long for a card and whoever dies in the middle leaves the rest to be done. It is taken back in the same way.

-- Begins one. p_day: when the notices were posted or came back; null where the status says neither. p_sure: the number of cards that change, as it was typed, which is
-- needed where more than p_free were chosen. Returns the act's id; `cards.work_on_many` does it.
-- Refuses: changed_meanwhile, nothing, unsure (another number was typed), busy (another one is under way), ahead (the day has not come), before_notice (with how many).
CREATE OR REPLACE FUNCTION cards.begin_many(p_actor audit.actor, p_cards bigint[], p_to text, p_why text, p_seen text, p_day date, p_sure integer, p_free integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id bigint;
  v_seen text;
  v_count integer;
  v_later integer;
  v_dated boolean := EXISTS (SELECT FROM cards.statuses s WHERE s.code = p_to AND s.category IN ('notified', 'returned'));
BEGIN
  IF p_day > lib.day_of(v_at) THEN PERFORM lib.refuse('ahead'); END IF;
  IF v_dated AND p_day IS NULL THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM cards.bulk_work w WHERE w.ended_at IS NULL) THEN PERFORM lib.refuse('busy'); END IF;
  INSERT INTO cards.bulk_changes (to_status, why, at, staff_id) VALUES (p_to, p_why, v_at, (p_actor).staff_id) RETURNING id INTO v_id;
  BEGIN
    INSERT INTO cards.bulk_work (bulk_id, step, day, cards, begun_at, moved_at) VALUES (v_id, 'change', CASE WHEN v_dated THEN p_day END, 0, v_at, v_at);
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('busy');
  END;
  -- Judged once: what is kept is what the fingerprint is of (cards.bulk_fingerprint).
  WITH judged AS MATERIALIZED (SELECT j.card_id, j.from_status, j.verdict FROM cards.bulk_judge(p_cards, p_to) j),
  kept AS (INSERT INTO cards.bulk_left (bulk_id, card_id, from_status) SELECT v_id, j.card_id, j.from_status FROM judged j WHERE j.verdict = 'change' RETURNING card_id)
  SELECT (SELECT md5(coalesce(string_agg(j.card_id || ':' || j.from_status || ':' || j.verdict, ',' ORDER BY j.card_id), '')) FROM judged j), (SELECT count(*) FROM kept) INTO v_seen, v_count;
  IF v_seen <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF v_count = 0 THEN PERFORM lib.refuse('nothing'); END IF;
  IF cardinality(p_cards) > p_free AND p_sure IS DISTINCT FROM v_count THEN PERFORM lib.refuse('unsure'); END IF;
  IF EXISTS (SELECT FROM cards.statuses s WHERE s.code = p_to AND s.category = 'notified') THEN
    SELECT count(*) INTO v_later FROM cards.bulk_left l WHERE l.bulk_id = v_id AND cards.noticed_after(l.card_id, l.from_status, p_day);
    IF v_later > 0 THEN PERFORM lib.refuse('before_notice', v_later::text); END IF;
  END IF;
  UPDATE cards.bulk_work SET cards = v_count WHERE bulk_id = v_id;
  PERFORM audit.write(p_actor, 'card.statuses-begun', v_at, NULL, NULL, NULL, jsonb_build_object('to', p_to, 'rows', v_count, 'bulk', v_id));
  RETURN v_id;
END $$;

-- Changes the next cards of one: those that stand as they stood at the press, and that nobody booked or changed since. Returns them.
CREATE OR REPLACE FUNCTION cards.change_some(p_actor audit.actor, b cards.bulk_changes, p_cards bigint[], p_day date) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_cards bigint[];
  v_category text := (SELECT s.category FROM cards.statuses s WHERE s.code = b.to_status);
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  WITH mine AS (
    INSERT INTO cards.bulk_changed (bulk_id, card_id, from_status)
    SELECT b.id, j.card_id, j.from_status
    FROM cards.bulk_judge(p_cards, b.to_status) j JOIN cards.bulk_left l ON l.bulk_id = b.id AND l.card_id = j.card_id AND l.from_status = j.from_status JOIN cards.cards c ON c.id = j.card_id
    WHERE j.verdict = 'change' AND c.status_at <= b.at AND NOT (v_category = 'notified' AND cards.noticed_after(j.card_id, j.from_status, p_day))
    RETURNING card_id)
  SELECT coalesce(array_agg(card_id ORDER BY card_id), '{}') INTO v_cards FROM mine;
  PERFORM cards.put_changed(p_actor, b, v_cards);
  IF v_category = 'notified' THEN PERFORM cards.note_posted(p_actor, v_cards, b.to_status, p_day, b.id); END IF;
  IF v_category = 'returned' THEN
    PERFORM cards.note_returned(p_actor, array_agg(x.card_id ORDER BY x.card_id), array_agg(x.from_status ORDER BY x.card_id), b.why, p_day, b.at)
    FROM cards.bulk_changed x WHERE x.bulk_id = b.id AND x.card_id = ANY (v_cards);
  END IF;
  RETURN v_cards;
END $$;

-- Does the next part of the one that is under way, of p_most cards. Returns how many cards are left; null where nothing is under way, or another process is at it.
CREATE OR REPLACE FUNCTION cards.work_on_many(p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  w cards.bulk_work;
  v_actor audit.actor;
  v_cards bigint[];
  v_did bigint[];
  v_left integer;
BEGIN
  SELECT x.* INTO b FROM cards.bulk_changes x WHERE x.id = (SELECT o.bulk_id FROM cards.bulk_work o WHERE o.ended_at IS NULL) FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO w FROM cards.bulk_work o WHERE o.bulk_id = b.id AND o.ended_at IS NULL;
  IF NOT FOUND THEN RETURN NULL; END IF;
  -- Taken back by a desk that knows of no parts: what was not changed stays as it is.
  IF w.step = 'change' AND b.undone_at IS NOT NULL THEN DELETE FROM cards.bulk_left WHERE bulk_id = b.id; END IF;
  v_actor := ROW('staff', CASE w.step WHEN 'undo' THEN b.undone_by ELSE b.staff_id END, NULL, NULL)::audit.actor;
  v_cards := ARRAY(SELECT l.card_id FROM cards.bulk_left l WHERE l.bulk_id = b.id ORDER BY l.card_id LIMIT p_most);
  IF cardinality(v_cards) > 0 THEN
    v_did := CASE w.step WHEN 'undo' THEN cards.put_changed_back(v_actor, b, v_cards, '一括変更を取り消した', v_at) ELSE cards.change_some(v_actor, b, v_cards, w.day) END;
    -- Each that is back is told by itself: whoever stops here leaves the others changed.
    IF w.step = 'undo' THEN UPDATE cards.bulk_changed SET undone_at = v_at, undone_by = b.undone_by WHERE bulk_id = b.id AND card_id = ANY (v_did); END IF;
    DELETE FROM cards.bulk_left WHERE bulk_id = b.id AND card_id = ANY (v_cards);
    UPDATE cards.bulk_work SET done = done + cardinality(v_did), stayed = stayed + cardinality(v_cards) - cardinality(v_did), moved_at = v_at, failed_by = NULL, failed_at = NULL
    WHERE bulk_id = b.id RETURNING * INTO w;
  END IF;
  SELECT count(*) INTO v_left FROM cards.bulk_left WHERE bulk_id = b.id;
  IF v_left = 0 THEN
    UPDATE cards.bulk_work SET ended_at = v_at WHERE bulk_id = b.id;
    PERFORM audit.write(v_actor, CASE w.step WHEN 'undo' THEN 'card.statuses-undone' ELSE 'card.statuses-changed' END, v_at, NULL, NULL, NULL,
      jsonb_build_object('to', b.to_status, 'rows', w.done, 'bulk', b.id));
  END IF;
  RETURN v_left;
END $$;

-- Keeps why the one that is under way could not go on: the sign of a fault, never its words.
CREATE OR REPLACE FUNCTION cards.note_many_failed(p_sign text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE cards.bulk_work SET failed_by = p_sign, failed_at = lib.now() WHERE ended_at IS NULL $$;

-- Ends one before its end: what is changed, or back, stays so, the rest is left as it is. What is still changed can be taken back, whole or card by card: an act of
-- which one card cannot go back stands in nobody's way. Refuses: ended.
CREATE OR REPLACE FUNCTION cards.stop_many(p_actor audit.actor, p_bulk bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  w cards.bulk_work;
BEGIN
  SELECT * INTO b FROM cards.bulk_changes WHERE id = p_bulk FOR UPDATE;
  SELECT * INTO w FROM cards.bulk_work WHERE bulk_id = p_bulk AND ended_at IS NULL;
  IF NOT FOUND THEN PERFORM lib.refuse('ended'); END IF;
  DELETE FROM cards.bulk_left WHERE bulk_id = p_bulk;
  UPDATE cards.bulk_work SET ended_at = v_at, stopped_by = (p_actor).staff_id WHERE bulk_id = p_bulk;
  IF w.step = 'undo' THEN UPDATE cards.bulk_changes SET undone_at = NULL, undone_by = NULL WHERE id = p_bulk; END IF;
  PERFORM audit.write(p_actor, CASE w.step WHEN 'undo' THEN 'card.statuses-undo-stopped' ELSE 'card.statuses-stopped' END, v_at, NULL, NULL, NULL, jsonb_build_object('to', b.to_status, 'rows', w.done, 'bulk', p_bulk));
END $$;

-- Takes one back, done or in the middle: every card that still stands as it left it goes back; `cards.work_on_many` does it. Refuses: unknown, undone, busy.
CREATE OR REPLACE FUNCTION cards.begin_undo_many(p_actor audit.actor, p_bulk bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  v_count integer;
BEGIN
  SELECT * INTO b FROM cards.bulk_changes WHERE id = p_bulk FOR UPDATE;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM cards.bulk_work w WHERE w.bulk_id = p_bulk) THEN PERFORM lib.refuse('unknown'); END IF;
  IF b.undone_at IS NOT NULL THEN PERFORM lib.refuse('undone'); END IF;
  IF EXISTS (SELECT FROM cards.bulk_work w WHERE w.ended_at IS NULL AND w.bulk_id <> p_bulk) THEN PERFORM lib.refuse('busy'); END IF;
  DELETE FROM cards.bulk_left WHERE bulk_id = p_bulk;
  INSERT INTO cards.bulk_left (bulk_id, card_id, from_status) SELECT x.bulk_id, x.card_id, x.from_status FROM cards.bulk_changed x WHERE x.bulk_id = p_bulk AND x.undone_at IS NULL;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  UPDATE cards.bulk_changes SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE id = p_bulk;
  BEGIN
    UPDATE cards.bulk_work SET step = 'undo', cards = v_count, done = 0, stayed = 0, begun_at = v_at, moved_at = v_at, ended_at = NULL, stopped_by = NULL, failed_by = NULL, failed_at = NULL
    WHERE bulk_id = p_bulk;
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('busy');
  END;
  PERFORM audit.write(p_actor, 'card.statuses-undo-begun', v_at, NULL, NULL, NULL, jsonb_build_object('to', b.to_status, 'rows', v_count, 'bulk', p_bulk));
END $$;
