-- The custody ledger (§8(2)③⑩): every movement of a card is one row that is only added to; where the card is now stands beside it in the same transaction.

-- Where a card is after a movement; NULL where the movement cannot follow where it is. The one place that knows what may follow what.
-- A card at hand is handed over wherever the records had it: what is seen goes before what is written. One that is destroyed must be here by the records too: of
-- a card that is missing, on its way or not yet there nobody could say later whether it was the card that was destroyed. So must one that leaves for good (departed: 返納・送付).
-- None of this asks whether the card's matter is open: a card that lies here is kept, counted and moved until it is gone.
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
    WHEN p_event = 'handed-over' AND p_from <> 'gone' THEN 'gone'
    WHEN p_event IN ('destroyed', 'departed') AND p_from IN ('shelf', 'pulled', 'counter') THEN 'gone'
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

-- Whether a card takes the position of its box that stands with it: it lies there, or is to come there. One that is gone takes none, nor one that was closed before it came.
CREATE OR REPLACE FUNCTION cards.takes_position(p_is_open boolean, p_whereabouts text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT p_whereabouts <> 'gone' AND (p_is_open OR p_whereabouts <> 'expected') $$;

-- The first free position of a box; NULL where it is full. The box is locked: two who shelve at once get two positions.
CREATE OR REPLACE FUNCTION cards.free_position(p_place integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_size integer;
BEGIN
  SELECT size INTO v_size FROM cards.storage_places WHERE id = p_place FOR NO KEY UPDATE;
  RETURN (
    SELECT min(n) FROM generate_series(1, v_size) AS n
    WHERE NOT EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p_place AND c.storage_position = n AND cards.takes_position(c.is_open, c.whereabouts)));
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

-- Whether the records have a card in hand at an office: pulled, or at its counter. One that is gone, or that is no card on file, is not asked about;
-- nor one that no record was made of (`expected`) at an office without boxes in use: every hand-over there would be asked about.
CREATE OR REPLACE FUNCTION cards.in_hand_at(p_whereabouts text, p_at integer, p_office integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT coalesce(p_whereabouts = 'gone' OR p_whereabouts IN ('pulled', 'counter') AND coalesce(p_at, p_office) = p_office
    OR p_whereabouts = 'expected' AND NOT EXISTS (SELECT FROM cards.storage_places p WHERE p.office_id = p_office AND p.retired_at IS NULL), true)
$$;

-- A card is handed over at an office: that is where the movement was, wherever the records had the card. Where they had it elsewhere than in hand there, the note says so.
CREATE OR REPLACE FUNCTION cards.write_handed_over(p_actor audit.actor, p_card bigint, p_office integer, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c cards.cards;
  v_note text;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_note := CASE
    WHEN cards.in_hand_at(c.whereabouts, c.office_id, p_office) THEN ''
    WHEN c.whereabouts = 'missing' THEN '所在確認中の記録のまま交付'
    WHEN c.whereabouts = 'transit' THEN '受領の記録がないまま交付'
    WHEN c.whereabouts = 'expected' THEN '保管の記録がないまま交付'
    WHEN c.office_id IS DISTINCT FROM p_office THEN coalesce((SELECT o.name FROM offices.offices o WHERE o.id = c.office_id) || 'にある記録のまま交付', '引き抜きの記録がないまま交付')
    ELSE '引き抜きの記録がないまま交付' END;
  PERFORM cards.write_custody(p_actor, c, 'handed-over', 'gone', p_office, NULL, NULL, NULL, NULL, NULL, v_note, p_at);
END $$;

-- Moves a card. p_place: the box it is put into. NULL: the box it belongs to; a card that came back from another office has none and goes to the one it lay
-- in last. p_to_office: where it is sent, received, or was found.
-- Returns the movement's id. Refuses: unknown, step (detail: where the card is), no_place, other_office (detail: the office it belongs to),
-- retired (the box, or its office), full, no_office (where it is sent or was found is its own office, or none in use), no_note (of a card that was found: where), same_person (destroying it, or letting it go, takes two).
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
  -- Closed before it came, it has its position no more once another card got it.
  v_position := CASE WHEN cards.takes_position(c.is_open, c.whereabouts) THEN c.storage_position ELSE cards.position_again(c.id, c.storage_place_id, c.storage_position) END;
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
  ELSIF p_event IN ('destroyed', 'departed') THEN
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
