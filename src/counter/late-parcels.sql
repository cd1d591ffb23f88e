-- Parcels that wait for somebody (§8(2)⑩): read from their cards, their days and the calendar, and stored nowhere: received, sent or given up, a parcel
-- is no longer among them.

-- Of all offices. why: late (sent, and a card of it is still under way after the day by whose end it should be there), open (begun, and not sent by the end
-- of the next open day of its office). by_day: that day. A card for which something else was recorded since is looked for by that (`counter.under_way`).
-- It runs with every page of the desk: from the few cards under way, and the parcels that were not sent.
CREATE OR REPLACE FUNCTION counter.late_parcels() RETURNS TABLE (parcel_id integer, why text, by_day date)
LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE v_today constant date := lib.day_of(lib.now());
BEGIN
  RETURN QUERY
  WITH away AS MATERIALIZED (
    SELECT DISTINCT p.parcel_id AS id FROM cards.cards c JOIN cards.parcel_cards p ON p.card_id = c.id AND p.sent_event IS NOT NULL WHERE c.whereabouts = 'transit'
  ), days AS MATERIALIZED (
    SELECT b.id, counter.arrives_on(b.from_office, b.to_office, lib.day_of(b.sent_at)) AS day FROM away a JOIN cards.parcels b ON b.id = a.id AND lib.day_of(b.sent_at) < v_today
  ), begun AS MATERIALIZED (
    SELECT b.id, coalesce((SELECT min(counter.nth_open_day(b.from_office, v.id, lib.day_of(b.opened_at), 1)) FROM services.services v), lib.day_of(b.opened_at) + 1) AS day
    FROM cards.parcels b WHERE b.sent_at IS NULL AND lib.day_of(b.opened_at) < v_today
  )
  SELECT d.id, 'late', d.day FROM days d WHERE d.day < v_today AND EXISTS (SELECT FROM cards.in_parcel(d.id) q WHERE q.state = 'sent')
  UNION ALL
  SELECT g.id, 'open', g.day FROM begun g WHERE g.day < v_today;
END $$;
