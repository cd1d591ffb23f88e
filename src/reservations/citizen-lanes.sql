-- Many calls of one act in one statement: what they share (a way to the server and back, a commit, the lock of a slot) is paid once. Each call is refused
-- alone; any other fault takes all of them back, and the caller sends them again one by one.
-- Answers by the place of the call, 1 and up: result, or refused with its detail. Why so: docs/decisions/0016-lanes.md.

-- citizen.hold for each. By slot, so that two batches lock slots in one order (ascending, as every act does).
CREATE OR REPLACE FUNCTION citizen.hold_each(p_cookies bytea[], p_ids uuid[], p_slots bigint[], p_requests text[], p_sources text[])
RETURNS TABLE (place integer, result text, refused text, detail text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v record;
BEGIN
  FOR v IN
    SELECT e.cookie, e.id, e.slot, e.request, e.source, e.n::integer AS n
    FROM unnest(p_cookies, p_ids, p_slots, p_requests, p_sources) WITH ORDINALITY AS e (cookie, id, slot, request, source, n) ORDER BY e.slot, e.n
  LOOP
    SELECT v.n, NULL, NULL, NULL INTO place, result, refused, detail;
    BEGIN
      result := citizen.hold(v.cookie, v.id, v.slot, v.request, v.source);
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      GET STACKED DIAGNOSTICS refused = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    END;
    RETURN NEXT;
  END LOOP;
END $$;

-- citizen.confirm for each. By card, since booking changes cards' statuses and whoever changes many (a list, a bulk act) does so in that order.
CREATE OR REPLACE FUNCTION citizen.confirm_each(p_cookies bytea[], p_ids uuid[], p_versions integer[], p_requests text[], p_sources text[])
RETURNS TABLE (place integer, result text, refused text, detail text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v record;
BEGIN
  FOR v IN
    SELECT e.cookie, e.id, e.version, e.request, e.source, e.n::integer AS n
    FROM unnest(p_cookies, p_ids, p_versions, p_requests, p_sources) WITH ORDINALITY AS e (cookie, id, version, request, source, n)
    ORDER BY (SELECT min(m.card_id) FROM reservations.members m WHERE m.reservation_id = e.id AND m.removed_at IS NULL), e.n
  LOOP
    SELECT v.n, NULL, NULL, NULL INTO place, result, refused, detail;
    BEGIN
      result := citizen.confirm(v.cookie, v.id, v.version, v.request, v.source);
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      GET STACKED DIAGNOSTICS refused = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    END;
    RETURN NEXT;
  END LOOP;
END $$;
