-- An address that staff checked stays; what a later list says otherwise is for staff to decide (cards.checked_addresses).

-- Keeps that the address of a card was checked and is this. The caller holds the card's lock. p_old: what stood there before, null where it is the same.
CREATE OR REPLACE FUNCTION cards.keep_checked(p_actor audit.actor, p_card bigint, p_old text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO cards.checked_addresses AS k (card_id, checked_at, checked_by, old_address) VALUES (p_card, p_at, (p_actor).staff_id, p_old)
  ON CONFLICT (card_id) DO UPDATE SET checked_at = excluded.checked_at, checked_by = excluded.checked_by, old_address = coalesce(excluded.old_address, k.old_address),
    told_postal = NULL, told_address = NULL, told_import = NULL, told_at = NULL, settled = NULL, settled_at = NULL, settled_by = NULL
$$;

-- Decides what a list says otherwise: p_take, its address is the right one; else the checked one stays. p_import: the list whose address was shown.
-- Refuses: changed_meanwhile (nothing is told any more, or another list told something else).
CREATE OR REPLACE FUNCTION cards.settle_address(p_actor audit.actor, p_card bigint, p_import integer, p_take boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  k cards.checked_addresses;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card AND is_open FOR NO KEY UPDATE;
  SELECT * INTO k FROM cards.checked_addresses WHERE card_id = p_card AND told_address IS NOT NULL AND told_import = p_import FOR UPDATE;
  IF c.id IS NULL OR k.card_id IS NULL THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF p_take THEN
    UPDATE cards.cards SET postal_code = coalesce(nullif(k.told_postal, ''), postal_code), address = k.told_address, updated_at = v_at WHERE id = p_card;
  END IF;
  UPDATE cards.checked_addresses SET old_address = CASE WHEN p_take THEN c.address ELSE k.told_address END, checked_at = v_at, checked_by = (p_actor).staff_id,
    told_postal = NULL, told_address = NULL, told_import = NULL, told_at = NULL, settled_at = v_at, settled_by = (p_actor).staff_id,
    settled = jsonb_build_object('taken', p_take, 'postal', c.postal_code, 'address', c.address, 'old', k.old_address, 'checked', k.checked_at, 'checkedBy', k.checked_by,
      'toldPostal', k.told_postal, 'told', k.told_address, 'import', k.told_import, 'toldAt', k.told_at)
  WHERE card_id = p_card;
  PERFORM audit.write(p_actor, 'card.address-settled', v_at, NULL, p_card, NULL, jsonb_build_object('taken', p_take));
END $$;

-- Takes that decision back: it is asked again. Refuses: changed_meanwhile (none was made, or the address was changed or told otherwise since).
CREATE OR REPLACE FUNCTION cards.unsettle_address(p_actor audit.actor, p_card bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  c cards.cards;
  k cards.checked_addresses;
BEGIN
  SELECT * INTO c FROM cards.cards WHERE id = p_card AND is_open FOR NO KEY UPDATE;
  SELECT * INTO k FROM cards.checked_addresses WHERE card_id = p_card AND settled IS NOT NULL AND told_address IS NULL FOR UPDATE;
  IF c.id IS NULL OR k.card_id IS NULL OR c.address <> (CASE WHEN (k.settled ->> 'taken')::boolean THEN k.settled ->> 'told' ELSE k.settled ->> 'address' END)
  THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  UPDATE cards.cards SET postal_code = k.settled ->> 'postal', address = k.settled ->> 'address', updated_at = v_at
  WHERE id = p_card AND (k.settled ->> 'taken')::boolean;
  UPDATE cards.checked_addresses SET old_address = k.settled ->> 'old', checked_at = (k.settled ->> 'checked')::timestamptz, checked_by = (k.settled ->> 'checkedBy')::integer,
    told_postal = k.settled ->> 'toldPostal', told_address = k.settled ->> 'told', told_import = (k.settled ->> 'import')::integer, told_at = (k.settled ->> 'toldAt')::timestamptz,
    settled = NULL, settled_at = NULL, settled_by = NULL
  WHERE card_id = p_card;
  PERFORM audit.write(p_actor, 'card.address-settle-undone', v_at, NULL, p_card);
END $$;
