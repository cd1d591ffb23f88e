-- Destroying a card takes two accounts, card by card.

-- The first press confirms the card in hand, another account's press records that it is destroyed: status, movement with both, log. Returns first | done.
-- A confirmation from before the card's present status no longer counts. Refuses: unknown, not_due (it is not 廃棄予定; detail booked: somebody is to come for it),
-- same_person, step (it is missing, on its way, not yet there or gone; detail: which).
CREATE OR REPLACE FUNCTION cards.destroy(p_actor audit.actor, p_card bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  d cards.destructions;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF NOT EXISTS (SELECT FROM cards.statuses s WHERE s.code = c.status AND s.category = 'to-destroy') THEN PERFORM lib.refuse('not_due'); END IF;
  -- A detail of a reason that processes of the release before know. A reason of its own from the next release on.
  IF cards.is_booked(p_card, NULL) THEN PERFORM lib.refuse('not_due', 'booked'); END IF;
  IF cards.whereabouts_after('destroyed', c.whereabouts) IS NULL THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  UPDATE cards.destructions SET dropped_at = v_at, dropped_by = (p_actor).staff_id
  WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL AND first_at < c.status_at;
  SELECT * INTO d FROM cards.destructions WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL;
  IF NOT FOUND THEN
    INSERT INTO cards.destructions (card_id, first_by, first_at) VALUES (p_card, (p_actor).staff_id, v_at);
    PERFORM audit.write(p_actor, 'card.destroy-first', v_at, NULL, p_card, c.office_id);
    RETURN 'first';
  END IF;
  IF d.first_by = (p_actor).staff_id THEN PERFORM lib.refuse('same_person'); END IF;
  UPDATE cards.destructions SET second_by = (p_actor).staff_id, second_at = v_at WHERE id = d.id;
  PERFORM cards.set_status(p_actor, p_card, 'destroyed', '二人で確認して廃棄', NULL, v_at);
  PERFORM cards.move_card(p_actor, p_card, 'destroyed', NULL, NULL, d.first_by, '');
  RETURN 'done';
END $$;

-- Takes the first confirmation back. Returns false where there is none (any more).
CREATE OR REPLACE FUNCTION cards.destroy_back(p_actor audit.actor, p_card bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  UPDATE cards.destructions SET dropped_at = v_at, dropped_by = (p_actor).staff_id WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'card.destroy-back', v_at, NULL, p_card);
  RETURN true;
END $$;
