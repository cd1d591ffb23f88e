-- A closed card (対象外) that lies in an office leaves it for good: returned to who made it, or sent to where its holder is now (返納・送付). It takes two accounts, card by card.

-- The first press confirms the card in hand and says to whom it goes, another account's press records that it has left: movement with both, log. The status stays. Returns
-- first | done. A confirmation from before the card's present status no longer counts. Refuses: unknown, not_closed (its matter is open), step (it is missing, on its way, not yet
-- there or gone; detail: which), no_to (the first says to whom), same_person, other_to (the second says another; detail: what the first said).
CREATE OR REPLACE FUNCTION cards.depart(p_actor audit.actor, p_card bigint, p_to text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  d cards.departures;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF c.whereabouts = 'gone' THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  IF c.is_open THEN PERFORM lib.refuse('not_closed'); END IF;
  IF cards.whereabouts_after('departed', c.whereabouts) IS NULL THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  UPDATE cards.departures SET dropped_at = v_at, dropped_by = (p_actor).staff_id
  WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL AND first_at < c.status_at;
  SELECT * INTO d FROM cards.departures WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL;
  IF NOT FOUND THEN
    IF btrim(coalesce(p_to, '')) = '' THEN PERFORM lib.refuse('no_to'); END IF;
    INSERT INTO cards.departures (card_id, to_whom, first_by, first_at) VALUES (p_card, btrim(p_to), (p_actor).staff_id, v_at);
    PERFORM audit.write(p_actor, 'card.depart-first', v_at, NULL, p_card, c.office_id);
    RETURN 'first';
  END IF;
  IF d.first_by = (p_actor).staff_id THEN PERFORM lib.refuse('same_person'); END IF;
  IF btrim(coalesce(p_to, '')) NOT IN ('', d.to_whom) THEN PERFORM lib.refuse('other_to', d.to_whom); END IF;
  UPDATE cards.departures SET second_by = (p_actor).staff_id, second_at = v_at WHERE id = d.id;
  PERFORM cards.move_card(p_actor, p_card, 'departed', NULL, NULL, d.first_by, d.to_whom);
  RETURN 'done';
END $$;

-- Takes the first confirmation back. Returns false where there is none (any more).
CREATE OR REPLACE FUNCTION cards.depart_back(p_actor audit.actor, p_card bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  UPDATE cards.departures SET dropped_at = v_at, dropped_by = (p_actor).staff_id WHERE card_id = p_card AND second_at IS NULL AND dropped_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'card.depart-back', v_at, NULL, p_card);
  RETURN true;
END $$;

-- Takes a departure back that was recorded of the wrong card: it is where it was, and waits to leave again. Returns false where its last movement is none.
CREATE OR REPLACE FUNCTION cards.undo_departure(p_actor audit.actor, p_card bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_office integer;
BEGIN
  SELECT office_id INTO v_office FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF (SELECT e.event FROM cards.custody_events e WHERE e.card_id = p_card ORDER BY e.id DESC LIMIT 1) IS DISTINCT FROM 'departed' THEN RETURN false; END IF;
  PERFORM cards.record_custody(p_actor, p_card, 'undone', 'shelf', '', v_at);
  PERFORM audit.write(p_actor, 'card.movement-undone', v_at, NULL, p_card, v_office, jsonb_build_object('event', 'departed'));
  RETURN true;
END $$;
