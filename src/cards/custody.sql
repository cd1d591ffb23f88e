-- The custody ledger (§8(2)③⑩): every movement of a card is one row that is only added to; where the card is now stands beside it in the same transaction.

-- Where a card is after a movement; NULL where the movement cannot follow where it is. The one place that knows what may follow what.
-- A card at hand is handed over or destroyed wherever the records had it: what is seen goes before what is written.
CREATE OR REPLACE FUNCTION cards.whereabouts_after(p_event text, p_from text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN p_event = 'arrived' AND p_from = 'expected' THEN 'expected'
    WHEN p_event = 'shelved' AND p_from IN ('expected', 'counter', 'pulled') THEN 'shelf'
    WHEN p_event = 'moved' AND p_from = 'shelf' THEN 'shelf'
    WHEN p_event = 'pulled' AND p_from = 'shelf' THEN 'pulled'
    WHEN p_event = 'sent' AND p_from IN ('shelf', 'pulled', 'counter') THEN 'transit'
    WHEN p_event = 'received' AND p_from = 'transit' THEN 'counter'
    WHEN p_event = 'returned' AND p_from IN ('pulled', 'counter') THEN 'shelf'
    WHEN p_event = 'counted' AND p_from IN ('expected', 'shelf', 'missing') THEN 'shelf'
    WHEN p_event = 'found-at' AND p_from = 'missing' THEN 'counter'
    WHEN p_event = 'found-missing' AND p_from NOT IN ('missing', 'gone') THEN 'missing'
    WHEN p_event IN ('handed-over', 'destroyed') AND p_from <> 'gone' THEN 'gone'
  END
$$;

-- Writes a movement and what it leaves behind. The caller holds the card's lock and has checked that the movement may be.
CREATE OR REPLACE FUNCTION cards.write_custody(
  p_actor audit.actor, c cards.cards, p_event text, p_whereabouts text, p_office integer, p_place integer, p_position integer, p_to_office integer,
  p_second integer, p_undoes bigint, p_note text, p_at timestamptz
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id bigint;
BEGIN
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, to_office_id, staff_id, second_staff_id, note, whereabouts, before, undoes)
  VALUES (c.id, p_event, p_at, p_office, p_place, p_position, p_to_office, (p_actor).staff_id, p_second, p_note, p_whereabouts,
    jsonb_build_object('whereabouts', c.whereabouts, 'office', c.office_id, 'place', c.storage_place_id, 'position', c.storage_position), p_undoes)
  RETURNING id INTO v_id;
  UPDATE cards.cards SET whereabouts = p_whereabouts, office_id = p_office, storage_place_id = p_place, storage_position = p_position, updated_at = p_at
  WHERE id = c.id;
  RETURN v_id;
END $$;

-- The first free position of a box; NULL where it is full. The box is locked: two who shelve at once get two positions.
CREATE OR REPLACE FUNCTION cards.free_position(p_place integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_size integer;
BEGIN
  SELECT size INTO v_size FROM cards.storage_places WHERE id = p_place FOR NO KEY UPDATE;
  RETURN (
    SELECT min(n) FROM generate_series(1, v_size) AS n
    WHERE NOT EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p_place AND c.storage_position = n AND c.is_open));
END $$;

-- Whether a box can take cards: it is in use, and so is its office. A card that lies in another can still be taken out and sent.
CREATE OR REPLACE FUNCTION cards.box_in_use(p_place integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM cards.storage_places p JOIN offices.offices o ON o.id = p.office_id WHERE p.id = p_place AND p.retired_at IS NULL AND o.retired_at IS NULL)
$$;

-- The box in which a card lay last at an office; NULL: it lay in none there, or that one went out of use.
CREATE OR REPLACE FUNCTION cards.last_box(p_card bigint, p_office integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN cards.box_in_use(p.id) THEN p.id END
  FROM cards.custody_events e JOIN cards.storage_places p ON p.id = e.storage_place_id AND p.office_id = p_office
  WHERE e.card_id = p_card AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id) ORDER BY e.id DESC LIMIT 1
$$;

-- Moves a card. p_place: the box it is put into. NULL: the box it belongs to; a card that came back from another office has none and goes to the one it lay
-- in last. p_to_office: where it is sent, received, or was found.
-- Returns the movement's id. Refuses: unknown, step (detail: where the card is), no_place, other_office (detail: the office it belongs to),
-- retired (the box, or its office), full, no_office (where it is sent or was found is its own office, or none in use), no_note (of a card that was found: where), same_person (destroying takes two).
CREATE OR REPLACE FUNCTION cards.move_card(
  p_actor audit.actor, p_card bigint, p_event text, p_place integer, p_to_office integer, p_second integer, p_note text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  v_after text;
  v_office integer;
  v_place integer;
  v_position integer;
  v_box cards.storage_places;
  v_sent integer;
  v_id bigint;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  v_after := cards.whereabouts_after(p_event, c.whereabouts);
  IF v_after IS NULL THEN PERFORM lib.refuse('step', c.whereabouts); END IF;
  v_office := c.office_id;
  v_place := c.storage_place_id;
  v_position := c.storage_position;
  IF p_event IN ('shelved', 'moved', 'returned', 'counted') THEN
    v_place := coalesce(p_place, c.storage_place_id, CASE WHEN p_event IN ('shelved', 'returned') THEN cards.last_box(c.id, c.office_id) END);
    IF v_place IS NULL THEN PERFORM lib.refuse('no_place'); END IF;
    -- One it does not belong in yet is kept from going out of use meanwhile.
    IF v_place IS DISTINCT FROM c.storage_place_id THEN PERFORM FROM cards.storage_places WHERE id = v_place FOR NO KEY UPDATE; END IF;
    SELECT * INTO v_box FROM cards.storage_places WHERE id = v_place;
    IF NOT FOUND OR NOT cards.box_in_use(v_place) THEN PERFORM lib.refuse('retired'); END IF;
    IF c.office_id IS NOT NULL AND v_box.office_id <> c.office_id THEN PERFORM lib.refuse('other_office', c.office_id::text); END IF;
    v_office := v_box.office_id;
    -- A position beyond the box, as imports once gave them, is none.
    IF v_place IS DISTINCT FROM c.storage_place_id OR v_position IS NULL OR v_position > v_box.size THEN
      v_position := cards.free_position(v_place);
      IF v_position IS NULL THEN PERFORM lib.refuse('full'); END IF;
    END IF;
  ELSIF p_event = 'sent' THEN
    -- Whoever takes that office out of use waits for this, and then finds the card on its way to it.
    PERFORM FROM offices.offices WHERE id = p_to_office AND retired_at IS NULL FOR KEY SHARE;
    IF NOT FOUND OR p_to_office IS NOT DISTINCT FROM c.office_id THEN PERFORM lib.refuse('no_office'); END IF;
  ELSIF p_event = 'received' THEN
    SELECT to_office_id INTO v_sent FROM cards.custody_events WHERE card_id = p_card AND event = 'sent' ORDER BY id DESC LIMIT 1;
    IF p_to_office IS NULL THEN PERFORM lib.refuse('no_office'); END IF;
    IF v_sent IS DISTINCT FROM p_to_office THEN PERFORM lib.refuse('other_office', v_sent::text); END IF;
    v_office := p_to_office;
    v_place := NULL;
    v_position := NULL;
  ELSIF p_event = 'found-at' THEN
    -- Found where the records did not have it: at its own office its box stays known, elsewhere it has none any more.
    PERFORM FROM offices.offices WHERE id = p_to_office AND retired_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN PERFORM lib.refuse('no_office'); END IF;
    IF btrim(coalesce(p_note, '')) = '' THEN PERFORM lib.refuse('no_note'); END IF;
    v_office := p_to_office;
    IF p_to_office IS DISTINCT FROM c.office_id THEN
      v_place := NULL;
      v_position := NULL;
    END IF;
  ELSIF p_event = 'destroyed' THEN
    IF p_second IS NULL OR p_second = (p_actor).staff_id THEN PERFORM lib.refuse('same_person'); END IF;
    v_place := NULL;
    v_position := NULL;
  ELSIF p_event = 'handed-over' THEN
    v_place := NULL;
    v_position := NULL;
  END IF;
  v_id := cards.write_custody(p_actor, c, p_event, v_after, v_office, v_place, v_position, p_to_office, p_second, NULL, p_note, v_at);
  PERFORM audit.write(p_actor, 'card.' || p_event, v_at, NULL, p_card, v_office);
  RETURN v_id;
END $$;

-- The position a card goes back to: the one it had, NULL where another card was put there meanwhile. The box is locked as by free_position.
CREATE OR REPLACE FUNCTION cards.position_again(p_card bigint, p_place integer, p_position integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cards.storage_places WHERE id = p_place FOR NO KEY UPDATE;
  RETURN CASE WHEN p_place IS NOT NULL AND NOT EXISTS (
    SELECT FROM cards.cards o WHERE o.storage_place_id = p_place AND o.storage_position = p_position AND o.is_open AND o.id <> p_card) THEN p_position END;
END $$;

-- The box a card goes back to; NULL where it went out of use meanwhile, from which it is kept until the end of the transaction.
CREATE OR REPLACE FUNCTION cards.place_again(p_place integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT id FROM cards.storage_places WHERE id = p_place AND cards.box_in_use(id) FOR NO KEY UPDATE $$;

-- A card that was closed in its box (対象外) is open again. Where another card was given its position meanwhile, it has none; where the box went out of use,
-- it has no box. The caller holds the card's lock.
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

-- Takes a movement back: the card is where it was before it. Only the last one of a card, and not one that another act made (handing over, destroying).
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
  IF e.event IN ('handed-over', 'destroyed', 'undone') THEN PERFORM lib.refuse('follows'); END IF;
  IF cards.place_again((e.before ->> 'place')::integer) IS DISTINCT FROM (e.before ->> 'place')::integer THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_id := cards.write_custody(p_actor, c, 'undone', e.before ->> 'whereabouts', cards.office_again(e.before, e.office_id, c.office_id), (e.before ->> 'place')::integer,
    cards.position_again(c.id, (e.before ->> 'place')::integer, (e.before ->> 'position')::integer), NULL, NULL, p_event, '', v_at);
  PERFORM audit.write(p_actor, 'card.movement-undone', v_at, NULL, e.card_id, c.office_id, jsonb_build_object('event', e.event));
  RETURN v_id;
END $$;

-- A movement that another act of the product makes: handing over, and taking that or destroying back. Where it is taken back, the card is where it was.
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
    IF e.event IN ('handed-over', 'destroyed') AND e.before IS NOT NULL THEN
      v_place := cards.place_again((e.before ->> 'place')::integer);
      PERFORM cards.write_custody(p_actor, c, 'undone', e.before ->> 'whereabouts', cards.office_again(e.before, e.office_id, c.office_id), v_place,
        cards.position_again(c.id, v_place, (e.before ->> 'position')::integer), NULL, NULL, e.id, p_note, p_at);
      RETURN;
    END IF;
  END IF;
  PERFORM cards.write_custody(p_actor, c, p_event, p_whereabouts, c.office_id, CASE WHEN p_whereabouts <> 'gone' THEN c.storage_place_id END,
    CASE WHEN p_whereabouts <> 'gone' THEN c.storage_position END, NULL, NULL, NULL, p_note, p_at);
END $$;

-- Gives cards that are expected their boxes and positions, and records with p_shelve that they were put there: one act for a whole delivery (§8(2)③).
-- The three arrays go together. Returns how many. Refuses: changed_meanwhile (a card has another place by now or is no longer expected, a position was
-- taken, a box retired): what was shown is done, or nothing.
CREATE OR REPLACE FUNCTION cards.assign_places(p_actor audit.actor, p_cards bigint[], p_places integer[], p_positions integer[], p_shelve boolean)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_count integer;
BEGIN
  PERFORM FROM cards.cards WHERE id = ANY (p_cards) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM cards.storage_places WHERE id = ANY (p_places) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position)
      LEFT JOIN cards.cards c ON c.id = w.card AND c.is_open AND c.whereabouts = 'expected' AND (c.storage_place_id IS NULL OR c.storage_place_id = w.place OR NOT EXISTS (
        SELECT FROM cards.storage_places own WHERE own.id = c.storage_place_id AND c.storage_position BETWEEN 1 AND own.size))
      LEFT JOIN cards.storage_places p ON p.id = w.place AND p.retired_at IS NULL AND (c.office_id IS NULL OR c.office_id = p.office_id) AND w.position BETWEEN 1 AND p.size
    WHERE c.id IS NULL OR p.id IS NULL
      OR EXISTS (SELECT FROM cards.cards o WHERE o.storage_place_id = w.place AND o.storage_position = w.position AND o.is_open AND o.id <> w.card))
  THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM (SELECT DISTINCT u.place FROM unnest(p_places) AS u (place)) b WHERE NOT cards.box_in_use(b.place)) THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF NOT p_shelve THEN
    UPDATE cards.cards c SET storage_place_id = w.place, storage_position = w.position, office_id = p.office_id, updated_at = v_at
    FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position) JOIN cards.storage_places p ON p.id = w.place WHERE c.id = w.card;
  ELSE
    WITH wanted AS (
      SELECT c.id, c.whereabouts, c.office_id, c.storage_place_id, c.storage_position, w.place, w.position, p.office_id AS to_office
      FROM unnest(p_cards, p_places, p_positions) AS w (card, place, position) JOIN cards.cards c ON c.id = w.card JOIN cards.storage_places p ON p.id = w.place
    ), put AS (
      UPDATE cards.cards c SET whereabouts = 'shelf', storage_place_id = w.place, storage_position = w.position, office_id = w.to_office, updated_at = v_at
      FROM wanted w WHERE c.id = w.id RETURNING c.id
    )
    INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, whereabouts, before)
    SELECT w.id, 'shelved', v_at, w.to_office, w.place, w.position, (p_actor).staff_id, 'shelf',
      jsonb_build_object('whereabouts', w.whereabouts, 'office', w.office_id, 'place', w.storage_place_id, 'position', w.storage_position)
    FROM wanted w JOIN put ON put.id = w.id ORDER BY w.id;
  END IF;
  v_count := cardinality(p_cards);
  PERFORM audit.write(p_actor, CASE WHEN p_shelve THEN 'card.shelved-many' ELSE 'card.placed-many' END, v_at, NULL, NULL, NULL, jsonb_build_object('rows', v_count));
  RETURN v_count;
END $$;

-- Records that every expected card with a storage place was put there: the end of unpacking a delivery. Returns how many.
CREATE OR REPLACE FUNCTION cards.shelve_expected(p_actor audit.actor, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_count integer;
BEGIN
  WITH put AS (
    UPDATE cards.cards SET whereabouts = 'shelf', updated_at = p_at
    WHERE is_open AND whereabouts = 'expected' AND storage_place_id IS NOT NULL
    RETURNING id, office_id, storage_place_id, storage_position
  )
  INSERT INTO cards.custody_events (card_id, event, at, office_id, storage_place_id, storage_position, staff_id, whereabouts, before)
  SELECT id, 'shelved', p_at, office_id, storage_place_id, storage_position, (p_actor).staff_id, 'shelf',
    jsonb_build_object('whereabouts', 'expected', 'office', office_id, 'place', storage_place_id, 'position', storage_position) FROM put ORDER BY id;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;

-- Cards whose place is not the end of their movements: there should be none. Movements of earlier versions say nothing of what they left behind. An office
-- that a list names for a card that had none is no movement.
CREATE OR REPLACE FUNCTION cards.custody_wrong() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id FROM cards.cards c
    JOIN LATERAL (SELECT * FROM cards.custody_events e WHERE e.card_id = c.id ORDER BY e.id DESC LIMIT 1) e ON true
  WHERE e.whereabouts IS NOT NULL
    AND (e.whereabouts, coalesce(e.office_id, c.office_id), e.storage_place_id, e.storage_position) IS DISTINCT FROM (c.whereabouts, c.office_id, c.storage_place_id, c.storage_position)
$$;
