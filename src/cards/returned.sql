-- A pickup notice came back by the post (返戻): nobody has read it. It counts as if it had not been posted: no time to destruction runs on it
-- (cards.deadline), and the notice is posted again once the address was checked.

-- The notice that was posted last for a card, of those that were not taken back.
CREATE OR REPLACE FUNCTION cards.last_notice(p_card bigint) RETURNS cards.notices LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT n FROM cards.notices n WHERE n.card_id = p_card AND n.undone_at IS NULL ORDER BY n.id DESC LIMIT 1 $$;

-- Whether the first notice came back and no first one was posted since: then nothing is a second notice yet.
CREATE OR REPLACE FUNCTION cards.first_came_back(p_card bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((SELECT n.returned_at IS NOT NULL FROM cards.notices n WHERE n.card_id = p_card AND n.kind = 'first' AND n.undone_at IS NULL ORDER BY n.id DESC LIMIT 1), false)
$$;

-- Whether a card that is 再通知 by name had no second notice yet: what was posted then was a first one, since the one before came back.
CREATE OR REPLACE FUNCTION cards.lacks_second(c cards.cards) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.status = 'renotified' AND (cards.last_notice(c.id)).id IS NOT NULL
    AND NOT EXISTS (SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.kind = 'again' AND n.undone_at IS NULL AND n.returned_at IS NULL)
$$;

-- Marks the last notice of each card as come back. p_from: each card's status before (NULL: it stays). A notice that a list told of is written down first.
-- Cards that no notice was posted for stay without one. The caller holds the cards' locks.
CREATE OR REPLACE FUNCTION cards.note_returned(p_actor audit.actor, p_cards bigint[], p_from text[], p_why text, p_on date, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO cards.notices (card_id, kind, posted_on, before, at)
  SELECT c.id, 'first', c.notice_date, c.notice_date, p_at FROM cards.cards c
  WHERE c.id = ANY (p_cards) AND c.notice_date IS NOT NULL AND NOT EXISTS (SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.undone_at IS NULL) ORDER BY c.id;
  UPDATE cards.notices n SET returned_at = p_at, returned_by = (p_actor).staff_id, returned_why = p_why, returned_on = greatest(p_on, n.posted_on), returned_from = x.status_before
  FROM unnest(p_cards, p_from) AS x (card_id, status_before)
  WHERE n.id = (cards.last_notice(x.card_id)).id AND n.returned_at IS NULL;
END $$;

-- Records that the notice of a card came back on a day. The card becomes 通知返戻, 廃棄予定 too: its time ran on a notice that nobody read; 予約済 and 保留
-- stay. Returns the notice's id. Refuses: unknown, card_closed, not_posted, already_back, ahead (the day has not come), before_posted.
CREATE OR REPLACE FUNCTION cards.notice_returned(p_actor audit.actor, p_card bigint, p_why text, p_on date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  n cards.notices;
  v_to text;
  v_from text;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF NOT c.is_open THEN PERFORM lib.refuse('card_closed'); END IF;
  IF p_on > lib.day_of(v_at) THEN PERFORM lib.refuse('ahead'); END IF;
  n := cards.last_notice(p_card);
  IF coalesce(n.posted_on, c.notice_date) IS NULL THEN PERFORM lib.refuse('not_posted'); END IF;
  IF n.returned_at IS NOT NULL THEN PERFORM lib.refuse('already_back'); END IF;
  IF p_on < coalesce(n.posted_on, c.notice_date) THEN PERFORM lib.refuse('before_posted'); END IF;
  SELECT s.code INTO v_to FROM cards.statuses s WHERE s.category = 'returned' AND s.retired_at IS NULL ORDER BY s.built_in DESC, s.position LIMIT 1;
  IF v_to IS NOT NULL AND EXISTS (SELECT FROM cards.statuses s WHERE s.code = c.status AND s.category IN ('notified', 'no-show', 'incomplete', 'to-destroy')) THEN
    v_from := c.status;
    PERFORM cards.set_status(p_actor, p_card, v_to, p_why, NULL, v_at);
  END IF;
  PERFORM cards.note_returned(p_actor, ARRAY[p_card], ARRAY[v_from], p_why, p_on, v_at);
  n := cards.last_notice(p_card);
  PERFORM audit.write(p_actor, 'card.notice-returned', v_at, NULL, p_card, NULL, jsonb_build_object('day', p_on));
  RETURN n.id;
END $$;

-- Takes it back: the notice counts again, and the card stands as before it. Refuses: changed_meanwhile (it is taken back, or posted again since),
-- card_changed (the status was changed since).
CREATE OR REPLACE FUNCTION cards.undo_returned(p_actor audit.actor, p_notice bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_card bigint;
  c cards.cards;
  n cards.notices;
BEGIN
  SELECT card_id INTO v_card FROM cards.notices WHERE id = p_notice;
  -- Written down of a list, it went with the return that somebody took back before (forget_return).
  IF NOT FOUND THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  SELECT * INTO c FROM cards.cards WHERE id = v_card FOR NO KEY UPDATE;
  n := cards.last_notice(v_card);
  IF n.id IS DISTINCT FROM p_notice OR n.returned_at IS NULL THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF n.returned_from IS NOT NULL THEN
    IF cards.stands_since(v_card) <> n.returned_at THEN PERFORM lib.refuse('card_changed'); END IF;
    PERFORM cards.set_status_back(p_actor, v_card, n.returned_from, '返戻の記録を取り消した', NULL, v_at);
  END IF;
  PERFORM cards.forget_return(ARRAY[p_notice]);
  PERFORM audit.write(p_actor, 'card.notice-return-undone', v_at, NULL, v_card);
END $$;

-- Whether a notice was written down of what a list told, because it came back (note_returned): nobody posted it here. Taken back, the list alone tells it again.
CREATE OR REPLACE FUNCTION cards.of_a_list(n cards.notices) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT (n).kind = 'first' AND (n).before = (n).posted_on AND (n).staff_id IS NULL AND (n).bulk_id IS NULL AND (n).change_id IS NULL $$;

-- Notices as if they had not come back. The status history and the log keep that somebody said so.
CREATE OR REPLACE FUNCTION cards.forget_return(p_notices bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- A day that a later list corrects would stand beside this one, and the later of both would count.
  DELETE FROM cards.notices n WHERE n.id = ANY (p_notices) AND n.returned_at = n.at AND cards.of_a_list(n);
  UPDATE cards.notices SET returned_at = NULL, returned_by = NULL, returned_why = NULL, returned_on = NULL, returned_from = NULL, address_at = NULL, address_by = NULL
  WHERE id = ANY (p_notices)
$$;

-- The address of a card whose notice came back was checked, and is this: the notice may be posted again. Refuses: changed_meanwhile (no notice is back any more).
CREATE OR REPLACE FUNCTION cards.check_address(p_actor audit.actor, p_card bigint, p_postal text, p_address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  n cards.notices;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card AND is_open FOR NO KEY UPDATE;
  n := cards.last_notice(p_card);
  IF c.id IS NULL OR n.returned_at IS NULL THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  UPDATE cards.notices SET address_at = v_at, address_by = (p_actor).staff_id WHERE id = n.id;
  IF (c.postal_code, c.address) IS DISTINCT FROM (p_postal, p_address) THEN
    UPDATE cards.cards SET postal_code = p_postal, address = p_address, updated_at = v_at WHERE id = p_card;
  END IF;
  PERFORM cards.keep_checked(p_actor, p_card, nullif(c.address, p_address), v_at);
  PERFORM audit.write(p_actor, 'card.address-checked', v_at, NULL, p_card, NULL,
    jsonb_build_object('changed', (c.postal_code, c.address) IS DISTINCT FROM (p_postal, p_address)));
END $$;
