-- The status of many cards at once (§8(2)⑦c): what would happen to each, the act, and taking it back whole.

-- What a change to p_to would do to each card: change, or why not. already: it stands so; booked: it has a visit, which is cancelled first;
-- closed: it is over; follows: 予約済, 交付済 and 廃棄済 follow from booking, handing over and two people's act; retired: nobody may use that status.
CREATE OR REPLACE FUNCTION cards.bulk_judge(p_cards bigint[], p_to text) RETURNS TABLE (card_id bigint, from_status text, verdict text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id, c.status, CASE
    WHEN t.code IS NULL OR t.retired_at IS NOT NULL THEN 'retired'
    WHEN t.category IN ('booked', 'handed-over', 'destroyed') THEN 'follows'
    WHEN c.status = p_to AND NOT (p_to = 'renotified' AND cards.lacks_second(c)) THEN 'already'
    WHEN NOT c.is_open THEN 'closed'
    WHEN c.id IN (SELECT cards.booked_among(p_cards)) THEN 'booked'
    ELSE 'change' END
  FROM cards.cards c LEFT JOIN cards.statuses t ON t.code = p_to
  WHERE c.id = ANY (p_cards)
$$;

-- A word for what a preview showed: any card that would fare otherwise by now makes another.
CREATE OR REPLACE FUNCTION cards.bulk_fingerprint(p_cards bigint[], p_to text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT md5(coalesce(string_agg(card_id || ':' || from_status || ':' || verdict, ',' ORDER BY card_id), '')) FROM cards.bulk_judge(p_cards, p_to) $$;

-- Gives cards of an act its status, as of its time; they stand among its cards.
CREATE OR REPLACE FUNCTION cards.put_changed(p_actor audit.actor, b cards.bulk_changes, p_cards bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO cards.status_history (card_id, from_status, to_status, at, staff_id, actor_kind, why)
  SELECT x.card_id, x.from_status, b.to_status, b.at, (p_actor).staff_id, (p_actor).kind, b.why FROM cards.bulk_changed x WHERE x.bulk_id = b.id AND x.card_id = ANY (p_cards) ORDER BY x.card_id;
  UPDATE cards.cards c SET status = b.to_status, status_at = b.at, is_open = s.is_open, updated_at = lib.now()
  FROM cards.statuses s WHERE c.id = ANY (p_cards) AND s.code = b.to_status;
END $$;

-- Changes those that may be changed. p_seen: the fingerprint the preview showed. Returns the act's id. Refuses: changed_meanwhile, nothing.
CREATE OR REPLACE FUNCTION cards.change_many(p_actor audit.actor, p_cards bigint[], p_to text, p_why text, p_seen text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  v_cards bigint[];
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  IF cards.bulk_fingerprint(p_cards, p_to) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  INSERT INTO cards.bulk_changes (to_status, why, at, staff_id) VALUES (p_to, p_why, v_at, (p_actor).staff_id) RETURNING * INTO b;
  WITH mine AS (
    INSERT INTO cards.bulk_changed (bulk_id, card_id, from_status) SELECT b.id, j.card_id, j.from_status FROM cards.bulk_judge(p_cards, p_to) j WHERE j.verdict = 'change' RETURNING card_id)
  SELECT coalesce(array_agg(card_id), '{}') INTO v_cards FROM mine;
  IF cardinality(v_cards) = 0 THEN PERFORM lib.refuse('nothing'); END IF;
  PERFORM cards.put_changed(p_actor, b, v_cards);
  PERFORM audit.write(p_actor, 'card.statuses-changed', v_at, NULL, NULL, NULL, jsonb_build_object('to', p_to, 'rows', cardinality(v_cards), 'bulk', b.id));
  RETURN b.id;
END $$;

-- Puts cards of an act back to where they were: those of p_cards that stand as it left them, also once what came after it was taken back. Returns them. The caller holds the act's row.
CREATE OR REPLACE FUNCTION cards.put_changed_back(p_actor audit.actor, b cards.bulk_changes, p_cards bigint[], p_why text, p_at timestamptz) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_back bigint[];
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  FOR n IN 1..3 LOOP
    BEGIN
      WITH mine AS (
        SELECT c.id, a.code AS from_status, a.word, cards.stood_since(c.id, a.code) AS since FROM cards.bulk_changed x JOIN cards.cards c ON c.id = x.card_id CROSS JOIN LATERAL cards.status_again(x.from_status) a
        WHERE x.bulk_id = b.id AND x.card_id = ANY (p_cards) AND x.undone_at IS NULL AND c.status = b.to_status AND (c.status_at = b.at OR cards.stands_since(c.id) = b.at)
          -- One that has left for good (返納・送付) stays as it is: its departure is taken back first.
          AND c.whereabouts <> 'gone'
          -- A newer open card is the same person's: this one stays closed.
          AND (c.is_open OR NOT EXISTS (SELECT FROM cards.cards o WHERE o.is_open AND o.id <> c.id AND o.notice_id = c.notice_id AND o.birth_text = c.birth_text AND o.name_key = c.name_key))
      ), put AS (
        UPDATE cards.cards c SET status = m.from_status, status_at = p_at, is_open = s.is_open, updated_at = p_at
        FROM mine m JOIN cards.statuses s ON s.code = m.from_status WHERE c.id = m.id RETURNING c.id, m.from_status, m.word, m.since
      ), told AS (
        INSERT INTO cards.status_history (card_id, from_status, to_status, at, staff_id, actor_kind, why, back_to)
        SELECT p.id, b.to_status, p.from_status, p_at, (p_actor).staff_id, (p_actor).kind, p_why || p.word, p.since FROM put p ORDER BY p.id RETURNING card_id
      )
      SELECT array_agg(card_id ORDER BY card_id) INTO v_back FROM told;
      EXIT;
    EXCEPTION WHEN unique_violation THEN
      -- A list made a newer card of the same person in this moment: looked at again, it keeps this one closed.
      NULL;
    END;
  END LOOP;
  IF NOT (SELECT s.is_open FROM cards.statuses s WHERE s.code = b.to_status) THEN
    PERFORM cards.stand_again(p_actor, o.id, p_at) FROM (SELECT c.id FROM cards.cards c WHERE c.id = ANY (v_back) ORDER BY c.storage_place_id, c.id) o;
  END IF;
  -- What was posted by this act is as if it had not been; those that stay keep theirs.
  PERFORM cards.unpost(ARRAY(SELECT n.id FROM unnest(v_back) AS v (id) JOIN cards.notices n ON n.card_id = v.id WHERE n.bulk_id = b.id AND n.undone_at IS NULL), NULL, p_at);
  -- What this act said to have come back has not.
  PERFORM cards.forget_return(ARRAY(SELECT n.id FROM cards.notices n WHERE n.card_id = ANY (v_back) AND n.returned_at = b.at));
  RETURN coalesce(v_back, '{}');
END $$;

-- Takes an act back: every card that still stands as it left it goes back to where it was; one that was changed since, or has left for good, stays.
-- Returns how many went back and how many stay, without those taken back one by one before. Refuses: unknown, undone.
-- One that was done a part at a time goes back so, also for a desk that knows of no parts: none is back yet (cards.begin_undo_many).
CREATE OR REPLACE FUNCTION cards.undo_many(p_actor audit.actor, p_bulk bigint, OUT back integer, OUT stay integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  v_cards bigint[];
  v_back bigint[];
BEGIN
  SELECT * INTO b FROM cards.bulk_changes WHERE id = p_bulk FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF b.undone_at IS NOT NULL THEN PERFORM lib.refuse('undone'); END IF;
  IF EXISTS (SELECT FROM cards.bulk_work w WHERE w.bulk_id = p_bulk) THEN
    PERFORM cards.begin_undo_many(p_actor, p_bulk);
    back := 0;
    stay := 0;
    RETURN;
  END IF;
  UPDATE cards.bulk_changes SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE id = p_bulk;
  v_cards := ARRAY(SELECT card_id FROM cards.bulk_changed WHERE bulk_id = p_bulk AND undone_at IS NULL);
  v_back := cards.put_changed_back(p_actor, b, v_cards, '一括変更を取り消した', v_at);
  -- Each that is back is told by itself, beside those that stay.
  UPDATE cards.bulk_changed SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE bulk_id = p_bulk AND card_id = ANY (v_back);
  back := cardinality(v_back);
  stay := cardinality(v_cards) - back;
  PERFORM audit.write(p_actor, 'card.statuses-undone', v_at, NULL, NULL, NULL, jsonb_build_object('to', b.to_status, 'rows', back, 'bulk', p_bulk));
END $$;

-- Takes one card out of an act; the others stay changed. Refuses: unknown (no card of it), undone (the act, or this card), changed_since (it was changed after it, or has left for good).
CREATE OR REPLACE FUNCTION cards.undo_one_of_many(p_actor audit.actor, p_bulk bigint, p_card bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  b cards.bulk_changes;
  x cards.bulk_changed;
BEGIN
  SELECT * INTO b FROM cards.bulk_changes WHERE id = p_bulk FOR UPDATE;
  SELECT * INTO x FROM cards.bulk_changed WHERE bulk_id = p_bulk AND card_id = p_card;
  IF x.card_id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF b.undone_at IS NOT NULL OR x.undone_at IS NOT NULL THEN PERFORM lib.refuse('undone'); END IF;
  IF cardinality(cards.put_changed_back(p_actor, b, ARRAY[p_card], '一括変更から1枚を取り消した', v_at)) = 0 THEN PERFORM lib.refuse('changed_since'); END IF;
  UPDATE cards.bulk_changed SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE bulk_id = p_bulk AND card_id = p_card;
  PERFORM audit.write(p_actor, 'card.statuses-one-undone', v_at, NULL, p_card, NULL, jsonb_build_object('to', b.to_status, 'bulk', p_bulk));
END $$;
