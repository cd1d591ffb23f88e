-- A movement is taken back, or another act of the product takes it: the card is where it was (§8(2)③⑩).

-- The position a card goes back to: the one it had, NULL where another card was put there meanwhile. The box is locked as by free_position.
CREATE OR REPLACE FUNCTION cards.position_again(p_card bigint, p_place integer, p_position integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cards.storage_places WHERE id = p_place FOR NO KEY UPDATE;
  RETURN CASE WHEN p_place IS NOT NULL AND NOT EXISTS (
    SELECT FROM cards.cards o WHERE o.storage_place_id = p_place AND o.storage_position = p_position AND cards.takes_position(o.is_open, o.whereabouts) AND o.id <> p_card) THEN p_position END;
END $$;

-- The box a card goes back to; NULL where it went out of use meanwhile, from which it is kept until the end of the transaction.
CREATE OR REPLACE FUNCTION cards.place_again(p_place integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT id FROM cards.storage_places WHERE id = p_place AND cards.box_in_use(id) FOR NO KEY UPDATE $$;

-- A card that was closed in its box (対象外) is open again. Where another card was given its position meanwhile, as before custody followed closed cards, it has none; where the
-- box went out of use, it has no box. One that was pulled stays so: the only movement 'moved' of a card off its shelf. The caller holds the card's lock.
CREATE OR REPLACE FUNCTION cards.stand_again(p_actor audit.actor, p_card bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c cards.cards;
  v_place integer;
  v_position integer;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card;
  IF c.storage_place_id IS NULL THEN RETURN; END IF;
  v_place := cards.place_again(c.storage_place_id);
  v_position := cards.position_again(c.id, v_place, c.storage_position);
  IF v_place IS NOT DISTINCT FROM c.storage_place_id AND v_position IS NOT DISTINCT FROM c.storage_position THEN RETURN; END IF;
  PERFORM cards.write_custody(p_actor, c, 'moved', c.whereabouts, c.office_id, v_place, v_position, NULL, NULL, NULL, '元の位置が空いていないため、位置の記録なし', p_at);
END $$;

-- The office a card belongs to once a movement is taken back: the one before it, but one that became known since (a list named it) stays known.
CREATE OR REPLACE FUNCTION cards.office_again(p_before jsonb, p_moved_to integer, p_now integer) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN p_before ->> 'office' IS NULL AND p_now IS DISTINCT FROM p_moved_to THEN p_now ELSE (p_before ->> 'office')::integer END $$;

-- Takes a movement back: the card is where it was before it. Only the last one of a card, and not one that another act made (handing over, destroying, letting go).
-- Returns the new movement's id. Refuses: unknown, changed_meanwhile (also where its box went out of use), follows.
CREATE OR REPLACE FUNCTION cards.undo_custody(p_actor audit.actor, p_event bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  e cards.custody_events;
  c cards.cards;
  v_id bigint;
BEGIN
  SELECT * INTO e FROM cards.custody_events WHERE id = p_event;
  IF NOT FOUND OR e.before IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT * INTO c FROM cards.cards WHERE id = e.card_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM cards.custody_events n WHERE n.card_id = e.card_id AND n.id > p_event) THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF e.event IN ('handed-over', 'destroyed', 'departed', 'undone') THEN PERFORM lib.refuse('follows'); END IF;
  IF cards.place_again((e.before ->> 'place')::integer) IS DISTINCT FROM (e.before ->> 'place')::integer THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_id := cards.write_custody(p_actor, c, 'undone', e.before ->> 'whereabouts', cards.office_again(e.before, e.office_id, c.office_id), (e.before ->> 'place')::integer,
    cards.position_again(c.id, (e.before ->> 'place')::integer, (e.before ->> 'position')::integer), NULL, NULL, p_event, '', v_at);
  PERFORM audit.write(p_actor, 'card.movement-undone', v_at, NULL, e.card_id, c.office_id, jsonb_build_object('event', e.event));
  RETURN v_id;
END $$;

-- A movement that another act of the product makes: taking back that a card was handed over, destroyed or let go. The card is where it was. Handing over: cards.write_handed_over.
CREATE OR REPLACE FUNCTION cards.record_custody(p_actor audit.actor, p_card bigint, p_event text, p_whereabouts text, p_note text, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c cards.cards;
  e cards.custody_events;
  v_place integer;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF p_event = 'undone' THEN
    SELECT * INTO e FROM cards.custody_events WHERE card_id = p_card ORDER BY id DESC LIMIT 1;
    IF e.event IN ('handed-over', 'destroyed', 'departed') AND e.before IS NOT NULL THEN
      v_place := cards.place_again((e.before ->> 'place')::integer);
      PERFORM cards.write_custody(p_actor, c, 'undone', e.before ->> 'whereabouts', cards.office_again(e.before, e.office_id, c.office_id), v_place,
        cards.position_again(c.id, v_place, (e.before ->> 'position')::integer), NULL, NULL, e.id, p_note, p_at);
      RETURN;
    END IF;
  END IF;
  PERFORM cards.write_custody(p_actor, c, p_event, p_whereabouts, c.office_id, CASE WHEN p_whereabouts <> 'gone' THEN c.storage_place_id END,
    CASE WHEN p_whereabouts <> 'gone' THEN c.storage_position END, NULL, NULL, NULL, p_note, p_at);
END $$;
