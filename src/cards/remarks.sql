-- 備考 (§8(2)⑬): of a person, whatever card they have or had. Staff alone read and write it; earlier versions stay.

-- Every version of a person's remark, as a card shows them, or who comes without one (p_card null); in no order. Withdrawn ones are among them. What was
-- written elsewhere of a person is not among them where it is of somebody under 支援措置 and this card does not say so: those who may not see them see this card. A visit without a card
-- is hidden as they are. Without SET: it becomes part of the statement that asks, once a row of a board or a list.
CREATE OR REPLACE FUNCTION cards.all_remarks_of(p_card bigint, p_key text) RETURNS SETOF cards.remarks LANGUAGE sql STABLE
AS $$
  SELECT r.* FROM cards.remarks r WHERE r.card_id = p_card
  UNION ALL
  SELECT o.* FROM (
    SELECT r.* FROM cards.cards x JOIN cards.remarks r ON r.card_id = x.id WHERE x.person_key = p_key AND x.id IS DISTINCT FROM p_card
    UNION ALL
    SELECT r.* FROM cards.remarks r WHERE r.card_id IS NULL AND r.person_key = p_key
  ) o
  WHERE p_card IS NULL OR NOT cards.is_protected_key(p_key) OR (SELECT x.protected FROM cards.cards x WHERE x.id = p_card)
$$;

-- Those that stand: where the last one is withdrawn, the one before it holds again. Without SET, for the same reason.
CREATE OR REPLACE FUNCTION cards.remarks_of(p_card bigint, p_key text) RETURNS SETOF cards.remarks LANGUAGE sql STABLE
AS $$ SELECT r.* FROM cards.all_remarks_of(p_card, p_key) r WHERE r.withdrawn_at IS NULL $$;

-- The last version of many rows in one read, each as cards.remarks_of shows it: of a card and its holder, or of who comes without one. at: the row's place, from one.
-- By indexes alone: a join of all cards costs more than some thousand looks.
CREATE OR REPLACE FUNCTION cards.last_remarks(p_cards bigint[], p_keys text[]) RETURNS TABLE (at bigint, body text) LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
  WITH asked AS MATERIALIZED (SELECT u.at, u.card, u.key FROM unnest(p_cards, p_keys) WITH ORDINALITY AS u (card, key, at)),
  elsewhere AS (
    SELECT a.at, a.card, a.key, r.id, r.body FROM asked a JOIN cards.cards x ON x.person_key = a.key AND x.id IS DISTINCT FROM a.card JOIN cards.remarks r ON r.card_id = x.id AND r.withdrawn_at IS NULL
    UNION ALL
    SELECT a.at, a.card, a.key, r.id, r.body FROM asked a JOIN cards.remarks r ON r.card_id IS NULL AND r.person_key = a.key AND r.withdrawn_at IS NULL
  )
  SELECT DISTINCT ON (f.at) f.at, f.body FROM (
    SELECT a.at, r.id, r.body FROM asked a JOIN cards.remarks r ON r.card_id = a.card AND r.withdrawn_at IS NULL
    UNION ALL
    SELECT e.at, e.id, e.body FROM elsewhere e
    WHERE e.card IS NULL OR NOT cards.is_protected_key(e.key) OR (SELECT x.protected FROM cards.cards x WHERE x.id = e.card)
  ) f ORDER BY f.at, f.id DESC
$$;

-- A new version. p_from: the version the page showed (null: none yet), so that nobody writes over another's words. Refuses: changed_meanwhile.
CREATE OR REPLACE FUNCTION cards.add_remark(p_actor audit.actor, p_card bigint, p_key text, p_from bigint, p_body text, p_reservation uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_last record;
  v_id bigint;
BEGIN
  -- One at a time of a person: two of their cards are two rows.
  IF p_key IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtext('remark'), hashtext(p_key)); END IF;
  SELECT r.id, r.body INTO v_last FROM cards.remarks_of(p_card, p_key) r ORDER BY r.id DESC LIMIT 1;
  IF v_last.body = p_body THEN RETURN v_last.id; END IF;
  IF v_last.id IS DISTINCT FROM p_from THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  INSERT INTO cards.remarks (card_id, person_key, body, at, staff_id) VALUES (p_card, CASE WHEN p_card IS NULL THEN p_key END, p_body, v_at, (p_actor).staff_id) RETURNING id INTO v_id;
  PERFORM audit.write(p_actor, 'card.remarked', v_at, p_reservation, p_card);
  RETURN v_id;
END $$;

-- Of the holder of a card. Returns the new version's id. Refuses: unknown, changed_meanwhile.
CREATE OR REPLACE FUNCTION cards.remark(p_actor audit.actor, p_card bigint, p_from bigint, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE c cards.cards;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN cards.add_remark(p_actor, p_card, c.person_key, p_from, p_body, NULL);
END $$;

-- Of who comes without a card, by their person key (that of a visit: never told by a page). Refuses: unknown, changed_meanwhile.
CREATE OR REPLACE FUNCTION cards.remark_person(p_actor audit.actor, p_key text, p_from bigint, p_body text, p_reservation uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_key IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN cards.add_remark(p_actor, NULL, p_key, p_from, p_body, p_reservation);
END $$;

-- Withdraws a remark that was written of the wrong person: what this version says is kept no more. Later versions that repeat its words are versions of
-- their own, each to be withdrawn. p_card NULL: of who comes without one. p_any: also one that somebody else wrote. Withdrawn already, nothing happens.
-- Refuses: unknown (no such remark is shown there), not_yours, kept (a card of theirs is kept for a dispute: nothing of it goes).
CREATE OR REPLACE FUNCTION cards.drop_remark(p_actor audit.actor, p_card bigint, p_key text, p_remark bigint, p_any boolean, p_reservation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r cards.remarks;
BEGIN
  IF p_key IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtext('remark'), hashtext(p_key)); END IF;
  SELECT * INTO r FROM cards.all_remarks_of(p_card, p_key) x WHERE x.id = p_remark;
  IF r.id IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.withdrawn_at IS NOT NULL THEN RETURN; END IF;
  IF NOT p_any AND r.staff_id IS DISTINCT FROM (p_actor).staff_id THEN PERFORM lib.refuse('not_yours'); END IF;
  IF EXISTS (
    SELECT FROM (SELECT p_card UNION SELECT r.card_id UNION SELECT x.id FROM cards.cards x WHERE x.person_key = p_key) theirs (id)
      JOIN cards.kept k ON k.card_id = theirs.id AND k.lifted_at IS NULL
  ) THEN PERFORM lib.refuse('kept'); END IF;
  UPDATE cards.remarks SET body = '', withdrawn_at = v_at, withdrawn_by = (p_actor).staff_id WHERE id = r.id;
  PERFORM audit.write(p_actor, 'card.remark-withdrawn', v_at, p_reservation, p_card);
END $$;

-- Of the holder of a card. Refuses as cards.drop_remark.
CREATE OR REPLACE FUNCTION cards.withdraw_remark(p_actor audit.actor, p_card bigint, p_remark bigint, p_any boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE c cards.cards;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM cards.drop_remark(p_actor, p_card, c.person_key, p_remark, p_any, NULL);
END $$;

-- Of cards that go because a list made them by mistake: the empty lines of what was withdrawn go too. The log keeps who wrote and who withdrew.
CREATE OR REPLACE FUNCTION cards.forget_withdrawn(p_cards bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM cards.remarks WHERE card_id = ANY (p_cards) AND withdrawn_at IS NOT NULL $$;

-- Removes what was written of persons without a card, where none of these persons is a card's either. p_keys: persons no visit names any more.
CREATE OR REPLACE FUNCTION cards.forget_remarks(p_keys text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM cards.remarks r WHERE r.card_id IS NULL AND r.person_key = ANY (p_keys) AND NOT EXISTS (SELECT FROM cards.cards c WHERE c.person_key = r.person_key) $$;
