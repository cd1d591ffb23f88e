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
  v_before jsonb;
BEGIN
  SELECT * INTO k FROM intake.conflicts WHERE id = p_conflict FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF k.decided_at IS NOT NULL THEN RETURN NULL; END IF;
  v_card := k.card_id;
  IF p_decision = 'corrected-name' THEN
    PERFORM reservations.rekey(k.card_id, k.incoming ->> 'person_key', v_at);
    IF NOT EXISTS (SELECT FROM cards.cards WHERE id = k.card_id AND is_open FOR NO KEY UPDATE) THEN PERFORM lib.refuse('card_closed'); END IF;
    SELECT to_jsonb(c) - 'search' INTO v_before FROM cards.cards c WHERE c.id = k.card_id;
    PERFORM cards.correct(k.card_id, k.incoming, p_search, v_at);
  ELSIF p_decision = 'another-person' THEN
    v_card := cards.add_told(k.incoming, p_search, k.import_id, v_at);
  END IF;
  UPDATE intake.conflicts SET decided_at = v_at, decided_by = (p_actor).staff_id, decision = p_decision, before = v_before, left_at = v_at,
    made_card = CASE WHEN p_decision = 'another-person' THEN v_card END
  WHERE id = p_conflict;
  PERFORM audit.write(p_actor, 'intake.decided', v_at, NULL, v_card, NULL, jsonb_build_object('conflict', p_conflict, 'decision', p_decision));
  RETURN v_card;
END $$;

-- Takes a decision back: the question is asked again. A card that it had made goes, where it is not gone already. p_search: the pairs of the name the card had. Order of locks as above.
-- Refuses: unknown (not decided), too_old (by a version that kept nothing of before), asked_again (the same row came anew and waits),
-- changed_since (the card was changed, moved or booked), taken, booked_twice.
CREATE OR REPLACE FUNCTION intake.undecide(p_actor audit.actor, p_conflict bigint, p_search text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  k intake.conflicts;
BEGIN
  SELECT * INTO k FROM intake.conflicts WHERE id = p_conflict FOR UPDATE;
  IF NOT FOUND OR k.decided_at IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF k.decision <> 'dropped' AND k.left_at IS NULL THEN PERFORM lib.refuse('too_old'); END IF;
  IF EXISTS (SELECT FROM intake.conflicts o WHERE o.card_id = k.card_id AND o.fingerprint = k.fingerprint AND o.decided_at IS NULL) THEN PERFORM lib.refuse('asked_again'); END IF;
  IF k.decision = 'corrected-name' THEN
    PERFORM reservations.rekey(k.card_id, k.before ->> 'person_key', v_at);
    PERFORM cards.uncorrect(k.card_id, k.before, p_search, k.left_at, v_at);
  ELSIF k.decision = 'another-person' AND EXISTS (SELECT FROM cards.cards WHERE id = k.made_card) THEN
    PERFORM cards.remove_told(k.made_card);
  END IF;
  UPDATE intake.conflicts SET decided_at = NULL, decided_by = NULL, decision = NULL, before = NULL, made_card = NULL, left_at = NULL WHERE id = p_conflict;
  PERFORM audit.write(p_actor, 'intake.undecided', v_at, NULL, k.card_id, NULL, jsonb_build_object('conflict', p_conflict, 'decision', k.decision));
END $$;
