-- Staff decide a row that contradicts an open card (§8(1)④): corrected-name (the same person, written otherwise), another-person (a card of its own), dropped (nothing).
-- Order of locks: reservations → standing → cards. Returns the card it is about now; null when it was decided already.
-- Refuses: unknown, card_closed (it was handed over or destroyed meanwhile), taken, booked_twice.
CREATE OR REPLACE FUNCTION intake.decide(p_actor audit.actor, p_conflict bigint, p_decision text, p_search text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  k intake.conflicts;
  v_card bigint;
BEGIN
  SELECT * INTO k FROM intake.conflicts WHERE id = p_conflict FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF k.decided_at IS NOT NULL THEN RETURN NULL; END IF;
  v_card := k.card_id;
  IF p_decision = 'corrected-name' THEN
    PERFORM reservations.rekey(k.card_id, k.incoming ->> 'person_key', v_at);
    IF NOT EXISTS (SELECT FROM cards.cards WHERE id = k.card_id AND is_open FOR NO KEY UPDATE) THEN PERFORM lib.refuse('card_closed'); END IF;
    PERFORM cards.correct(k.card_id, k.incoming, p_search, v_at);
  ELSIF p_decision = 'another-person' THEN
    v_card := cards.add_told(k.incoming, p_search, k.import_id, v_at);
  END IF;
  UPDATE intake.conflicts SET decided_at = v_at, decided_by = (p_actor).staff_id, decision = p_decision WHERE id = p_conflict;
  PERFORM audit.write(p_actor, 'intake.decided', v_at, NULL, v_card, NULL, jsonb_build_object('conflict', p_conflict, 'decision', p_decision));
  RETURN v_card;
END $$;
