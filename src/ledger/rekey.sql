-- A person's name or birthday was corrected: what stands for the old key stands for the new one. Lapsed standing in the way goes.
-- False when the new key stands for another live reservation: then nothing is changed. A reservation booked over another on purpose has no person key; true. Nobody stands
-- for a day that is past: what was left of it goes, and is in nobody's way.
CREATE OR REPLACE FUNCTION ledger.rekey(p_reservation uuid, p_from text, p_to text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_service integer;
  v_until timestamptz;
BEGIN
  SELECT service_id, until INTO v_service, v_until FROM ledger.standing WHERE reservation_id = p_reservation AND key = p_from FOR UPDATE;
  IF NOT FOUND OR p_from = p_to THEN RETURN true; END IF;
  IF p_to IS NULL THEN RETURN true; END IF;
  IF v_until <= p_at THEN
    DELETE FROM ledger.standing WHERE service_id = v_service AND key = p_from AND reservation_id = p_reservation;
    RETURN true;
  END IF;
  DELETE FROM ledger.standing WHERE service_id = v_service AND key = p_to AND until <= p_at;
  INSERT INTO ledger.standing (service_id, key, reservation_id, until)
  SELECT service_id, p_to, reservation_id, until FROM ledger.standing WHERE service_id = v_service AND key = p_from AND reservation_id = p_reservation
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM ledger.standing WHERE service_id = v_service AND key = p_from AND reservation_id = p_reservation;
  RETURN true;
END $$;
