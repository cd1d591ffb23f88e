-- 支援措置 (§8(2)②b): who is shown to named roles only. Marked and lifted on a person's page; cards.cards.protected follows, on every card of theirs.

-- Keys of people who are under it: a card that is made for one of them is too.
CREATE OR REPLACE FUNCTION cards.protected_keys() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT person_key FROM cards.protections WHERE lifted_at IS NULL AND person_key IS NOT NULL
  UNION SELECT person_key FROM cards.cards WHERE protected AND person_key IS NOT NULL
$$;

-- Whether a person is under it, by their key.
CREATE OR REPLACE FUNCTION cards.is_protected_key(p_key text) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (SELECT FROM cards.cards x WHERE x.person_key = p_key AND x.protected) OR EXISTS (SELECT FROM cards.protections p WHERE p.person_key = p_key AND p.lifted_at IS NULL)
$$;

-- Whether somebody is under it: by the card `p_card` says it of, who comes without one (null) as the person they are. The one rule of desk, web and mails. Inlined,
-- which a function with a subquery is not: whoever has a card costs a list nothing.
CREATE OR REPLACE FUNCTION cards.is_protected(p_card boolean, p_key text) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(p_card, cards.is_protected_key(p_key)) $$;

-- Marks the cards of people who are under it and are not marked yet: the last step of whatever makes a card or learns whose it is. Who is being marked in
-- this moment waits here for it, and finds its card then.
CREATE OR REPLACE FUNCTION cards.mark_protected() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_count integer;
BEGIN
  PERFORM pg_advisory_xact_lock(7310433);
  UPDATE cards.cards SET protected = true WHERE NOT protected AND person_key IN (SELECT cards.protected_keys());
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;

-- The cards that are marked together with one: all of its person, as they are called now and as they were when they were marked.
CREATE OR REPLACE FUNCTION cards.of_same_person(p_card bigint) RETURNS TABLE (card_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p_card
  UNION SELECT o.id FROM cards.cards c JOIN cards.cards o ON o.person_key = c.person_key WHERE c.id = p_card
  UNION SELECT o.id FROM cards.protections p JOIN cards.cards o ON o.person_key = p.person_key WHERE p.card_id = p_card AND p.lifted_at IS NULL
$$;

-- Marks a person. p_since: from when it holds, p_why: as staff give it. Returns false where they are marked already. Refuses: unknown, ahead (p_since is to come).
CREATE OR REPLACE FUNCTION cards.protect(p_actor audit.actor, p_card bigint, p_since date, p_why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_count integer;
BEGIN
  PERFORM FROM cards.cards WHERE id IN (SELECT card_id FROM cards.of_same_person(p_card)) ORDER BY id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF p_since > lib.day_of(v_at) THEN PERFORM lib.refuse('ahead'); END IF;
  -- A list that is being taken in has made all its cards before it comes here.
  PERFORM pg_advisory_xact_lock(7310433);
  -- updated_at stays: what a list said of the card can still be taken back.
  UPDATE cards.cards SET protected = true WHERE id IN (SELECT card_id FROM cards.of_same_person(p_card)) AND NOT protected;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count = 0 THEN RETURN false; END IF;
  INSERT INTO cards.protections (card_id, person_key, since, why, at, staff_id)
  SELECT c.id, c.person_key, p_since, p_why, v_at, (p_actor).staff_id FROM cards.cards c WHERE c.id = p_card;
  PERFORM audit.write(p_actor, 'card.protected', v_at, NULL, p_card, NULL, jsonb_build_object('rows', v_count));
  RETURN true;
END $$;

-- Lifts it from a person. Returns false where nobody had marked them. Refuses: unknown.
CREATE OR REPLACE FUNCTION cards.protect_no_more(p_actor audit.actor, p_card bigint, p_why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_cards bigint[] := ARRAY(SELECT card_id FROM cards.of_same_person(p_card));
  v_count integer;
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (v_cards) ORDER BY id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  UPDATE cards.protections p SET lifted_at = v_at, lifted_by = (p_actor).staff_id, lifted_why = p_why, card_id = coalesce(p.card_id, p_card)
  WHERE p.lifted_at IS NULL AND (p.card_id = ANY (v_cards) OR p.person_key IN (SELECT c.person_key FROM cards.cards c WHERE c.id = ANY (v_cards)));
  UPDATE cards.cards SET protected = false WHERE id = ANY (v_cards) AND protected;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count = 0 THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'card.protection-lifted', v_at, NULL, p_card, NULL, jsonb_build_object('rows', v_count));
  RETURN true;
END $$;
