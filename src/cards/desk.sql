-- Staff change where the handing-over of a card stands (§8(2)⑦). p_from: what the page showed. p_on: the day on which its notice was posted, or came back;
-- NULL: none was told, and today is taken where one must be kept.
-- A card that has a visit is changed by cancelling that; 予約済, 交付済 and 廃棄済 follow from booking, counter and the two who destroy, and are never set by hand.
-- Returns changed | already. Refuses: unknown, changed_meanwhile, booked, follows (detail handed: a press at the counter made it 交付済, and is taken back), retired, superseded (a newer open card is the same person's), ahead (the day
-- has not come), before_posted, before_back, before_notice (the notice that counts was posted, or came back, after that day).
CREATE OR REPLACE FUNCTION cards.change_status_on(p_actor audit.actor, p_card bigint, p_from text, p_to text, p_why text, p_on date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_now text;
  v_category text;
  v_whereabouts text;
  v_change bigint;
  s cards.statuses;
BEGIN
  SELECT c.status, x.category, c.whereabouts INTO v_now, v_category, v_whereabouts FROM cards.cards c JOIN cards.statuses x ON x.code = c.status WHERE c.id = p_card FOR NO KEY UPDATE OF c;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF v_now = p_to THEN RETURN 'already'; END IF;
  IF v_now <> p_from THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  SELECT * INTO s FROM cards.statuses WHERE code = p_to;
  IF NOT FOUND OR s.retired_at IS NOT NULL THEN PERFORM lib.refuse('retired'); END IF;
  IF cards.is_booked(p_card, NULL) THEN PERFORM lib.refuse('booked'); END IF;
  IF s.category IN ('booked', 'handed-over', 'destroyed') THEN PERFORM lib.refuse('follows'); END IF;
  IF v_category = 'handed-over' AND cards.handed_by(p_card) IS NOT NULL THEN PERFORM lib.refuse('follows', 'handed'); END IF;
  BEGIN
    PERFORM cards.set_status(p_actor, p_card, p_to, p_why, NULL, v_at);
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('superseded');
  END;
  v_change := cards.mark_by_hand(p_card);
  PERFORM cards.unsay_posted(p_card, v_category, v_now, s, v_change, v_at);
  PERFORM cards.refuse_day(p_card, s.category, p_on, v_at);
  -- A notice by hand was posted today, where none of its kind was before or the last one came back: back from 保留 is no notice. A day that is told is one.
  IF s.category = 'notified' AND (p_on IS NOT NULL OR CASE WHEN p_to = 'renotified'
    THEN NOT EXISTS (SELECT FROM cards.notices n WHERE n.card_id = p_card AND n.kind = 'again' AND n.undone_at IS NULL AND n.returned_at IS NULL)
    ELSE cards.first_came_back(p_card) OR EXISTS (SELECT FROM cards.cards c WHERE c.id = p_card AND c.notice_date IS NULL) END)
  THEN
    PERFORM cards.note_posted(p_actor, ARRAY[p_card], p_to, coalesce(p_on, lib.day_of(v_at)), NULL);
    UPDATE cards.notices SET change_id = v_change WHERE id = (cards.last_notice(p_card)).id;
  END IF;
  IF s.category = 'returned' THEN PERFORM cards.note_returned(p_actor, ARRAY[p_card], ARRAY[v_now], p_why, coalesce(p_on, lib.day_of(v_at)), v_at); END IF;
  -- A card that was said to be handed over or destroyed by mistake lies where it lay: one that is gone could never be scanned again.
  IF v_category = 'destroyed' OR (s.is_open AND v_whereabouts = 'gone') THEN PERFORM cards.record_custody(p_actor, p_card, 'undone', 'shelf', '', v_at); END IF;
  PERFORM audit.write(p_actor, 'card.status-changed', v_at, NULL, p_card, NULL, jsonb_strip_nulls(jsonb_build_object('from', v_now, 'to', p_to, 'day', p_on)));
  RETURN 'changed';
END $$;

-- The same where no day is told.
CREATE OR REPLACE FUNCTION cards.change_status(p_actor audit.actor, p_card bigint, p_from text, p_to text, p_why text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT cards.change_status_on(p_actor, p_card, p_from, p_to, p_why, NULL) $$;
