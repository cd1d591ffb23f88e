-- What a card goes back to when it leaves a visit.

-- What another visit of the card came to since it became 予約済: no-show, incomplete; NULL: nothing. It was 予約済 for a later visit then, and stayed so.
CREATE OR REPLACE FUNCTION reservations.missed_since_booked(p_card bigint, p_but uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.outcome FROM reservations.members m
  WHERE m.card_id = p_card AND m.reservation_id <> p_but AND m.removed_at IS NULL AND m.outcome IN ('no-show', 'incomplete')
    AND m.outcome_at > (SELECT max(h.at) FROM cards.status_history h WHERE h.card_id = p_card AND h.to_status = 'booked' AND h.reservation_id IS NOT NULL)
  ORDER BY m.outcome_at DESC LIMIT 1
$$;

-- A card leaves a booked visit (cancelled, or who comes with it left the party): it has the status again that it had before it was booked, unless it is booked for
-- another visit. Asked of the visits, not of who stood: a day after its own a visit stands no more, and its card would be 予約済 for good.
CREATE OR REPLACE FUNCTION reservations.unbook(p_actor audit.actor, p_card bigint, p_reservation uuid, p_why text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_status text;
  v_missed text;
BEGIN
  SELECT status INTO v_status FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF v_status IS DISTINCT FROM 'booked' OR cards.is_booked(p_card, p_reservation) THEN RETURN; END IF;
  v_missed := reservations.missed_since_booked(p_card, p_reservation);
  IF v_missed IS NULL THEN
    PERFORM cards.unbook(p_actor, p_card, p_reservation, p_why, p_at);
  ELSE
    PERFORM cards.set_status(p_actor, p_card, v_missed, p_why, p_reservation, p_at);
  END IF;
END $$;
