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
