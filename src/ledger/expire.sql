-- Forgets standings that ended a day ago or earlier: nothing asks for them, a new booking would take them over, and a visit that is moved after its day stands anew.
CREATE OR REPLACE FUNCTION ledger.expire() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant timestamptz := lib.now() - interval '1 day';
  v_gone bigint;
BEGIN
  DELETE FROM ledger.standing s USING (
    SELECT service_id, key FROM ledger.standing WHERE until < v_before ORDER BY service_id, key FOR UPDATE SKIP LOCKED
  ) old WHERE s.service_id = old.service_id AND s.key = old.key;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END $$;
