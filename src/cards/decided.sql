-- What staff decided about a row of a list that contradicts an open card. p_told: the row as intake.conflicts keeps it; p_search: its pairs (search-keys.ts).

-- It is the same person: the card takes the name, the birthday and what else the row tells; blanks leave things as they are.
-- Refuses taken: another open card has that identity. The caller has locked the visits and made them follow.
CREATE OR REPLACE FUNCTION cards.correct(p_card bigint, p_told jsonb, p_search text[], p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
-- An address that staff checked stays.
DECLARE v_checked boolean := EXISTS (SELECT FROM cards.checked_addresses WHERE card_id = p_card);
BEGIN
  PERFORM FROM offices.offices WHERE code = p_told ->> 'office_code' AND retired_at IS NULL FOR KEY SHARE;
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  BEGIN
    UPDATE cards.cards c SET name = t.name, kana = coalesce(nullif(t.kana, ''), c.kana), name_key = t.name_key, kana_key = coalesce(nullif(t.kana_key, ''), c.kana_key),
      birth_date = t.birth_date, birth_text = t.birth_text, person_key = t.person_key, search = p_search,
      postal_code = CASE WHEN v_checked THEN c.postal_code ELSE coalesce(nullif(t.postal_code, ''), c.postal_code) END,
      address = CASE WHEN v_checked THEN c.address ELSE coalesce(nullif(t.address, ''), c.address) END, phone = coalesce(nullif(t.phone, ''), c.phone),
      lot = coalesce(nullif(t.lot, ''), c.lot), serial_no = coalesce(nullif(t.serial_no, ''), c.serial_no), office_code = coalesce(nullif(t.office_code, ''), c.office_code),
      office_id = cards.office_told(c, t.office_code),
      arrived_on = coalesce(t.arrived_on, c.arrived_on), expires_on = coalesce(t.expires_on, c.expires_on), notice_date = coalesce(t.notice_date, c.notice_date), updated_at = p_at
    FROM jsonb_populate_record(NULL::cards.cards, p_told) t WHERE c.id = p_card;
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('taken');
  END;
  PERFORM cards.mark_protected();
END $$;

-- It is another person: a card of its own. Returns its id. Refuses taken.
CREATE OR REPLACE FUNCTION cards.add_told(p_told jsonb, p_search text[], p_import integer, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_id bigint;
BEGIN
  -- As a list does (keepOffices): its office is not going out of use while the card comes to it.
  PERFORM FROM offices.offices WHERE code = p_told ->> 'office_code' AND retired_at IS NULL FOR KEY SHARE;
  INSERT INTO cards.cards (notice_id, name, kana, name_key, kana_key, birth_date, birth_text, person_key, postal_code, address, phone, lot, serial_no, office_code,
    arrived_on, expires_on, notice_date, search, status, status_at, office_id, import_id, created_at, updated_at)
  SELECT t.notice_id, t.name, coalesce(t.kana, ''), t.name_key, coalesce(t.kana_key, ''), t.birth_date, coalesce(t.birth_text, ''), t.person_key, coalesce(t.postal_code, ''),
    coalesce(t.address, ''), coalesce(t.phone, ''), coalesce(t.lot, ''), coalesce(t.serial_no, ''), coalesce(t.office_code, ''), t.arrived_on, t.expires_on, t.notice_date, p_search,
    CASE WHEN t.notice_date <= lib.day_of(p_at) THEN 'notified' ELSE 'preparing' END, p_at, o.id, p_import, p_at, p_at
  FROM jsonb_populate_record(NULL::cards.cards, p_told) t LEFT JOIN offices.offices o ON o.code = t.office_code AND o.retired_at IS NULL
  ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN PERFORM lib.refuse('taken'); END IF;
  PERFORM cards.mark_protected();
  RETURN v_id;
END $$;

-- A correction is taken back: the card is what it was. Refuses changed_since (it was changed after p_left, or closed) and taken.
CREATE OR REPLACE FUNCTION cards.uncorrect(p_card bigint, p_before jsonb, p_search text[], p_left timestamptz, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card AND is_open AND updated_at = p_left FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('changed_since'); END IF;
  BEGIN
    UPDATE cards.cards c SET name = b.name, kana = b.kana, name_key = b.name_key, kana_key = b.kana_key, birth_date = b.birth_date, birth_text = b.birth_text,
      person_key = b.person_key, search = p_search, postal_code = b.postal_code, address = b.address, phone = b.phone, lot = b.lot, serial_no = b.serial_no,
      office_code = b.office_code, office_id = cards.office_untold(c, p_before), arrived_on = b.arrived_on, expires_on = b.expires_on, notice_date = b.notice_date, updated_at = p_at
    FROM jsonb_populate_record(NULL::cards.cards, p_before) b WHERE c.id = p_card;
  EXCEPTION WHEN unique_violation THEN
    PERFORM lib.refuse('taken');
  END;
END $$;

-- A card that a decision had made goes again. Refuses changed_since: something has happened to it.
CREATE OR REPLACE FUNCTION cards.remove_told(p_card bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card AND updated_at = created_at FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('changed_since'); END IF;
  -- Found in a box by a stock-take, somebody has it in hand; what the count noted would go with it.
  IF EXISTS (SELECT FROM cards.stocktake_cards d WHERE d.card_id = p_card) THEN PERFORM lib.refuse('changed_since'); END IF;
  -- Whatever names it (a booking, a movement, a remark, who waits for a place) keeps it. A visit that is only held is looked for at the end of a transaction: here it is asked at once.
  DELETE FROM cards.cards WHERE id = p_card;
  SET CONSTRAINTS ALL IMMEDIATE;
EXCEPTION WHEN foreign_key_violation THEN
  PERFORM lib.refuse('changed_since');
END $$;
