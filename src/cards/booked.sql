-- Whether a card has a booked visit whose result is not recorded yet, or whose holder is at the counter. A visit of a past day counts until its result is recorded.
-- p_but: a reservation that does not count; NULL: all count.
-- A card's status depends on this answer. The ledger does not tell it: after its day a visit has no standing. The status does not either.
-- Whoever books a card locks it first, so the answer stays true while the card is locked.
-- One act asks it of ten thousand cards, so it looks up by key. As a join, without statistics, PostgreSQL read all reservations, which took minutes.
CREATE OR REPLACE FUNCTION cards.is_booked(p_card bigint, p_but uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v_id uuid;
BEGIN
  FOR v_id IN SELECT m.reservation_id FROM reservations.members m WHERE m.card_id = p_card AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived') LOOP
    IF v_id IS DISTINCT FROM p_but AND EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v_id AND r.state = 'booked') THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- The press at the counter that made a card 交付済 and stands: NULL where there is none. While it stands, taking it back is the only way from 交付済: set by hand,
-- the card would be handed over in every list and count all the same, and twice once it really was.
CREATE OR REPLACE FUNCTION cards.handed_by(p_card bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT max(a.id) FROM counter.acts a WHERE a.card_id = p_card AND a.to_status = 'handed-over' AND a.undone_at IS NULL $$;

-- Which of many cards are booked. Most are in no visit: only the others are asked, since the question costs more than the look that spares it.
CREATE OR REPLACE FUNCTION cards.booked_among(p_cards bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
  SELECT k.id FROM (SELECT u.id FROM unnest(p_cards) AS u (id) WHERE EXISTS (SELECT FROM reservations.members m WHERE m.card_id = u.id) OFFSET 0) k WHERE cards.is_booked(k.id, NULL)
$$;
