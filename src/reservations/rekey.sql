-- A card's person is known by another key from now on (a name or birthday was corrected): live visits follow, so that nobody can be booked
-- twice under two keys. Locks the reservations in the order of their ids, before any card. Refuses booked_twice: the corrected person has another live visit.
CREATE OR REPLACE FUNCTION reservations.rekey(p_card bigint, p_to text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v record;
BEGIN
  FOR v IN
    SELECT r.id, m.position, m.person_key FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
    WHERE m.card_id = p_card AND m.removed_at IS NULL AND (r.state = 'booked' OR (r.state = 'held' AND r.held_until > p_at))
    ORDER BY r.id, m.position FOR UPDATE OF r
  LOOP
    IF NOT ledger.rekey(v.id, 'p:' || v.person_key, 'p:' || p_to, p_at) THEN PERFORM lib.refuse('booked_twice'); END IF;
    -- An unknown birthday now: the person key stays as it stands, the newest one counts at the next booking.
    IF p_to IS NOT NULL THEN UPDATE reservations.members SET person_key = p_to WHERE reservation_id = v.id AND position = v.position; END IF;
  END LOOP;
END $$;
