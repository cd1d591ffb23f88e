-- Removes citizens' visits, with the address typed in them, and holds that never became a booking, some days after they ended.
CREATE OR REPLACE FUNCTION reservations.expire(p_before timestamptz, OUT visits bigint, OUT holds bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_ids uuid[];
BEGIN
  DELETE FROM reservations.visits WHERE expires_at < p_before;
  GET DIAGNOSTICS visits = ROW_COUNT;
  v_ids := ARRAY(
    SELECT r.id FROM reservations.reservations r
    WHERE r.number IS NULL AND r.state IN ('lapsed', 'cancelled') AND r.ended_at < p_before
      AND NOT EXISTS (SELECT FROM reservations.visits v WHERE v.reservation_id = r.id)
    ORDER BY r.id FOR UPDATE SKIP LOCKED);
  DELETE FROM reservations.members WHERE reservation_id = ANY (v_ids);
  DELETE FROM reservations.reservations WHERE id = ANY (v_ids);
  GET DIAGNOSTICS holds = ROW_COUNT;
END $$;
