-- What a change of status by hand says of the notices of a card (§8(2)⑦), and taking it back.

-- The newest change of a card is one by hand. Returns it. The caller holds the card's lock.
CREATE OR REPLACE FUNCTION cards.mark_by_hand(p_card bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE cards.status_history SET by_hand = true WHERE id = (SELECT max(h.id) FROM cards.status_history h WHERE h.card_id = p_card) RETURNING id $$;

-- Refuses a day that a notice of a card cannot have been posted, or come back, on: ahead, before_posted, before_back, before_notice (the one before it
-- was posted later). p_category: of the status it is to have. Asked once what was not posted is taken back.
CREATE OR REPLACE FUNCTION cards.refuse_day(p_card bigint, p_category text, p_on date, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE n cards.notices := cards.last_notice(p_card);
BEGIN
  IF p_on IS NULL OR p_category NOT IN ('notified', 'returned') THEN RETURN; END IF;
  IF p_on > lib.day_of(p_at) THEN PERFORM lib.refuse('ahead'); END IF;
  IF p_category = 'notified' AND p_on < n.returned_on THEN PERFORM lib.refuse('before_back'); END IF;
  IF p_category = 'notified' AND p_on < coalesce(n.posted_on, (SELECT c.notice_date FROM cards.cards c WHERE c.id = p_card AND c.notice_date <= lib.day_of(p_at))) THEN
    PERFORM lib.refuse('before_notice');
  END IF;
  IF p_category = 'returned' AND p_on < coalesce(n.posted_on, (SELECT c.notice_date FROM cards.cards c WHERE c.id = p_card)) THEN PERFORM lib.refuse('before_posted'); END IF;
END $$;

-- Notices as if they had not been posted. p_change: the change by hand that says so. The card's day of notice is the one before them again, unless another was
-- told since. The caller holds the cards' locks.
CREATE OR REPLACE FUNCTION cards.unpost(p_notices bigint[], p_change bigint, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Joined, not `= ANY`: the whole array was searched again for each card, 20,000 of them took 37 seconds.
  WITH gone AS (
    UPDATE cards.notices n SET undone_at = p_at, undone_change_id = p_change FROM unnest(p_notices) AS v (id) WHERE n.id = v.id
    RETURNING n.id, n.card_id, n.kind, n.posted_on, n.before
  ), days AS (
    SELECT g.card_id, (array_agg(g.before ORDER BY g.id))[1] AS before, (array_agg(g.posted_on ORDER BY g.id DESC))[1] AS posted_on
    FROM gone g WHERE g.kind = 'first' OR g.before IS NULL GROUP BY g.card_id
  )
  UPDATE cards.cards c SET notice_date = d.before FROM days d WHERE c.id = d.card_id AND c.notice_date = d.posted_on
$$;

-- A card that is set from 再通知 to 通知発送済 had no second notice, one that is set to 準備中 none at all: those that stand since the last one came back were not
-- posted. A day that a list told is written down as a notice first, unless it has not come: nothing was posted then. The caller holds the card's lock.
CREATE OR REPLACE FUNCTION cards.unsay_posted(p_card bigint, p_category text, p_from text, p_to cards.statuses, p_change bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_to.category <> 'preparing' AND NOT (p_category = 'notified' AND p_from = 'renotified' AND p_to.code = 'notified') THEN RETURN; END IF;
  IF p_to.category = 'preparing' THEN
    INSERT INTO cards.notices (card_id, kind, posted_on, at, change_id)
    SELECT c.id, 'first', c.notice_date, p_at, p_change FROM cards.cards c
    WHERE c.id = p_card AND c.notice_date <= lib.day_of(p_at) AND NOT EXISTS (
      SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.undone_at IS NULL AND n.posted_on = c.notice_date AND (n.kind = 'first' OR n.before IS NULL));
  END IF;
  PERFORM cards.unpost(ARRAY(
    SELECT n.id FROM cards.notices n
    WHERE n.card_id = p_card AND n.undone_at IS NULL AND n.returned_at IS NULL
      AND n.id > coalesce((SELECT max(x.id) FROM cards.notices x WHERE x.card_id = p_card AND x.undone_at IS NULL AND x.returned_at IS NOT NULL), 0)
      AND (p_to.category = 'preparing' OR n.kind = 'again')
    ORDER BY n.id), p_change, p_at);
  -- Where a notice by hand had taken the place of the day a list told, that day does not come back.
  UPDATE cards.cards SET notice_date = NULL WHERE id = p_card AND p_to.category = 'preparing' AND notice_date <= lib.day_of(p_at)
    AND NOT EXISTS (SELECT FROM cards.notices n WHERE n.card_id = p_card AND n.undone_at IS NULL);
END $$;

-- Takes back the change by which a card stands, which was one by hand: the card stands as before it, and so do its notices; then the one before it may be taken back, as far
-- as one that is wrong (decision 0022). p_change: the line of its history. Refuses: unknown (no such change by hand of this card), changed_meanwhile (another change came after it and stands), card_changed (a notice was posted or came back
-- since), booked, follows (it was 予約済, 交付済 or 廃棄済 before), retired (what it was before is used no more), superseded (a newer open card is the same
-- person's). Pressed again, it is done and does nothing.
CREATE OR REPLACE FUNCTION cards.undo_status(p_actor audit.actor, p_card bigint, p_change bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  h cards.status_history;
  s cards.statuses;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  SELECT * INTO h FROM cards.status_history WHERE id = p_change AND card_id = p_card AND by_hand;
  IF c.id IS NULL OR h.id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF (SELECT x.undone_change_id FROM cards.status_history x WHERE x.card_id = p_card ORDER BY x.id DESC LIMIT 1) = p_change THEN RETURN; END IF;
  IF cards.stands_by(p_card) IS DISTINCT FROM p_change THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM cards.notices n WHERE n.card_id = p_card AND n.undone_at IS NULL AND (n.returned_at > h.at OR (n.at > h.at AND n.change_id IS DISTINCT FROM p_change))) THEN PERFORM lib.refuse('card_changed'); END IF;
  IF cards.is_booked(p_card, NULL) THEN PERFORM lib.refuse('booked'); END IF;
  SELECT * INTO s FROM cards.statuses WHERE code = h.from_status;
  IF s.code IS NULL OR s.category IN ('booked', 'handed-over', 'destroyed') THEN PERFORM lib.refuse('follows'); END IF;
  IF s.retired_at IS NOT NULL THEN PERFORM lib.refuse('retired'); END IF;
  BEGIN
    PERFORM cards.set_status_back(p_actor, p_card, s.code, '変更を取り消した', NULL, v_at);
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('superseded');
  END;
  UPDATE cards.status_history SET undone_change_id = p_change WHERE id = (SELECT max(x.id) FROM cards.status_history x WHERE x.card_id = p_card);
  PERFORM cards.unpost(ARRAY(SELECT n.id FROM cards.notices n WHERE n.card_id = p_card AND n.change_id = p_change AND n.undone_at IS NULL), NULL, v_at);
  PERFORM cards.post_again(p_card, p_change);
  PERFORM cards.forget_return(ARRAY(SELECT n.id FROM cards.notices n WHERE n.card_id = p_card AND n.returned_at = h.at));
  IF s.is_open AND c.whereabouts = 'gone' THEN PERFORM cards.record_custody(p_actor, p_card, 'undone', 'shelf', '', v_at); END IF;
  PERFORM audit.write(p_actor, 'card.status-undone', v_at, NULL, p_card, NULL, jsonb_build_object('from', h.to_status, 'to', s.code));
END $$;

-- The notices that a change by hand said not to be posted count again. What it wrote down of a list goes: the day stands with the card, as it did. So
-- does a line of a list that an earlier release left when its return was taken back (cards.forget_return).
CREATE OR REPLACE FUNCTION cards.post_again(p_card bigint, p_change bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH posted AS (
    UPDATE cards.notices n SET undone_at = NULL, undone_change_id = NULL
    WHERE n.card_id = p_card AND n.undone_change_id = p_change AND n.change_id IS DISTINCT FROM p_change
      AND (cards.of_a_list(n) AND n.returned_at IS NULL) IS NOT TRUE
    RETURNING n.id, n.kind, n.posted_on, n.before
  ), listed AS (
    DELETE FROM cards.notices n
    WHERE n.card_id = p_card AND n.undone_change_id = p_change AND (n.change_id = p_change OR (cards.of_a_list(n) AND n.returned_at IS NULL))
    RETURNING n.id, n.kind, n.posted_on, n.before
  ), again AS (SELECT * FROM posted UNION ALL SELECT * FROM listed)
  UPDATE cards.cards c SET notice_date = d.posted_on
  FROM (SELECT (array_agg(a.before ORDER BY a.id))[1] AS before, (array_agg(a.posted_on ORDER BY a.id DESC))[1] AS posted_on FROM again a WHERE a.kind = 'first' OR a.before IS NULL) d
  WHERE c.id = p_card AND d.posted_on IS NOT NULL AND (c.notice_date IS NULL OR c.notice_date IS NOT DISTINCT FROM d.before)
$$;

-- Corrects the day on which a notice of a card was posted. p_from: the day the page showed. Refuses: unknown, changed_meanwhile (it is not that day, or the
-- notice was taken back), ahead (the day has not come), after_back (it came back before that day), before_notice (the one before it was posted, or came back,
-- later), after_next (the next one was posted before that day).
CREATE OR REPLACE FUNCTION cards.correct_posted(p_actor audit.actor, p_card bigint, p_notice bigint, p_from date, p_posted date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  n cards.notices;
  v_before date;
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  SELECT * INTO n FROM cards.notices WHERE id = p_notice AND card_id = p_card;
  IF n.id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF n.undone_at IS NOT NULL OR n.posted_on <> p_from THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF p_posted > lib.day_of(v_at) THEN PERFORM lib.refuse('ahead'); END IF;
  IF p_posted > n.returned_on THEN PERFORM lib.refuse('after_back'); END IF;
  IF p_posted = n.posted_on THEN RETURN; END IF;
  SELECT greatest(x.posted_on, x.returned_on) INTO v_before FROM cards.notices x WHERE x.card_id = p_card AND x.id < p_notice AND x.undone_at IS NULL ORDER BY x.id DESC LIMIT 1;
  -- A list told the first one: only the card has its day.
  IF p_posted < coalesce(v_before, CASE WHEN n.kind = 'again' THEN n.before END) THEN PERFORM lib.refuse('before_notice'); END IF;
  IF p_posted > (SELECT min(x.posted_on) FROM cards.notices x WHERE x.card_id = p_card AND x.id > p_notice AND x.undone_at IS NULL) THEN PERFORM lib.refuse('after_next'); END IF;
  UPDATE cards.notices SET posted_on = p_posted WHERE id = p_notice;
  UPDATE cards.cards SET notice_date = p_posted, updated_at = v_at WHERE id = p_card AND notice_date = n.posted_on AND (n.kind = 'first' OR n.before IS NULL);
  -- What comes back once a later one is taken back is the right day too.
  UPDATE cards.notices SET before = p_posted WHERE card_id = p_card AND id >= p_notice AND before = n.posted_on AND (n.kind = 'first' OR n.before IS NULL);
  PERFORM audit.write(p_actor, 'card.posted-corrected', v_at, NULL, p_card, NULL, jsonb_build_object('from', n.posted_on, 'to', p_posted));
END $$;
