-- Reservations taken before going live (§8(1)⑬): by the same acts as every booking, on whatever day they were promised for.

-- Books one under its former number and channel. p_exceed_reason: where its slot is full, places above capacity are recorded with it; null refuses.
-- p_tell: who has an address gets the mail of a booking; else the address is only kept. Who waits for a card gets it when that is there (awaiting.sql).
-- Returns booked | exceeded | already. Refuses as reservations.hold and reservations.confirm do.
CREATE OR REPLACE FUNCTION reservations.take_over(
  p_actor audit.actor, p_id uuid, p_former text, p_service integer, p_slot bigint, p_members jsonb, p_channel text,
  p_mail text, p_phone text, p_exceed_reason text, p_tell boolean
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_mail text := CASE WHEN p_tell AND NOT EXISTS (SELECT FROM jsonb_array_elements(p_members) m WHERE m ? 'awaits') THEN p_mail END;
  v_full boolean := false;
BEGIN
  IF EXISTS (SELECT FROM reservations.reservations WHERE id = p_id) THEN RETURN 'already'; END IF;
  BEGIN
    PERFORM reservations.hold(p_actor, p_id, p_service, p_slot, p_members, 'taken', p_channel, v_mail, p_phone, 'ja', NULL, NULL);
  EXCEPTION WHEN SQLSTATE 'MG001' THEN
    IF p_exceed_reason IS NULL OR SQLERRM <> 'full' THEN RAISE; END IF;
    v_full := true;
  END;
  IF v_full THEN
    PERFORM reservations.hold(p_actor, p_id, p_service, p_slot, p_members, 'taken', p_channel, v_mail, p_phone, 'ja', p_exceed_reason, NULL);
  END IF;
  PERFORM reservations.confirm(p_actor, p_id);
  UPDATE reservations.reservations SET former_number = p_former, mail = p_mail WHERE id = p_id;
  RETURN CASE WHEN v_full THEN 'exceeded' ELSE 'booked' END;
END $$;

-- Takes one back as long as nothing happened with it: still booked, never changed, nobody came. Who was not told of it is not told of its end: nobody is who
-- waits for a card.
-- Returns whether it was taken back.
CREATE OR REPLACE FUNCTION reservations.undo_take_over(p_actor audit.actor, p_id uuid, p_reason text, p_told boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.former_number IS NULL OR r.state <> 'booked' OR r.version <> 0
    OR EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND (outcome IS NOT NULL OR removed_at IS NOT NULL)) THEN
    RETURN false;
  END IF;
  IF NOT p_told OR reservations.awaits_card(p_id) THEN UPDATE reservations.reservations SET mail = NULL WHERE id = p_id; END IF;
  PERFORM reservations.take_back(p_actor, p_id, 0, p_reason);
  RETURN true;
END $$;
