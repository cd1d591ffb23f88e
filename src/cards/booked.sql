-- Whether a card has a visit: it is booked, and nothing became of its holder there yet, or they are at the counter. One whose day passed without a record is a visit
-- until somebody says what became of it. p_but: a reservation left out; NULL: none. What a card's status follows from asks this: not who stands in the ledger (nobody
-- does for a day that is past), nor the status alone. Under the card's lock the answer stays true: whoever books a card locks it first. Inlined.
CREATE OR REPLACE FUNCTION cards.is_booked(p_card bigint, p_but uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (
    SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
    WHERE m.card_id = p_card AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived') AND r.id IS DISTINCT FROM p_but)
$$;
