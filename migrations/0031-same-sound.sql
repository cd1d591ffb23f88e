-- A person without a card stands by how the name sounds and the birth date too (0002). Who stands already, by name, gets the key now; where two stand with
-- one sound the first keeps it, and the other stays as booked. Reservations are locked before their standing, as every act does.
DO $$
DECLARE v record;
BEGIN
  FOR v IN
    SELECT r.id, r.service_id, 'k:' || encode(sha256(convert_to(m.kana_key || '|' || to_char(m.birth_date, 'YYYY-MM-DD'), 'UTF8')), 'hex') AS key, m.person_key
    FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
    WHERE r.state IN ('held', 'booked') AND m.card_id IS NULL AND m.removed_at IS NULL AND m.kana_key <> '' AND m.birth_date IS NOT NULL
    ORDER BY r.id, m.position FOR UPDATE OF r
  LOOP
    -- A booking over another, with a clerk's reason, stands without the person.
    INSERT INTO ledger.standing (service_id, key, reservation_id, until)
    SELECT t.service_id, v.key, t.reservation_id, t.until FROM ledger.standing t
    WHERE t.service_id = v.service_id AND t.key = 'p:' || v.person_key AND t.reservation_id = v.id
    ON CONFLICT DO NOTHING;
    IF FOUND THEN UPDATE reservations.reservations SET keys = keys + 1 WHERE id = v.id; END IF;
  END LOOP;
END $$;
