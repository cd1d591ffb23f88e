-- The remark of one of a party (§8(2)⑬): of the card they come with, else of the person. p_from as cards.add_remark. Refuses: unknown (also once
-- the city no longer keeps who came), changed_meanwhile.
CREATE OR REPLACE FUNCTION reservations.remark_member(p_actor audit.actor, p_reservation uuid, p_position integer, p_from bigint, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE m reservations.members;
BEGIN
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_reservation AND position = p_position;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF m.card_id IS NOT NULL THEN RETURN cards.remark(p_actor, m.card_id, p_from, p_body); END IF;
  RETURN cards.remark_person(p_actor, m.person_key, p_from, p_body, p_reservation);
END $$;

-- Withdraws a remark of one of a party who comes without a card; a card shows its holder's itself. Refuses as cards.drop_remark.
CREATE OR REPLACE FUNCTION reservations.withdraw_member_remark(p_actor audit.actor, p_reservation uuid, p_position integer, p_remark bigint, p_any boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE m reservations.members;
BEGIN
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_reservation AND position = p_position AND card_id IS NULL AND removed_at IS NULL;
  IF m.person_key IS NULL THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM cards.drop_remark(p_actor, NULL, m.person_key, p_remark, p_any, p_reservation);
END $$;
