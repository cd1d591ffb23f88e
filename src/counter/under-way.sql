-- Cards that are nowhere to be seen (§8(2)⑩): on their way from office to office, and those nobody finds. Read from their movements and stored nowhere:
-- received, or found, a card is no longer among them.

-- The day by whose end a card sent on a day has arrived: as many open days later as the transfer takes, one at the least.
CREATE OR REPLACE FUNCTION counter.arrives_on(p_from integer, p_to integer, p_sent date) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_lead constant integer := counter.lead_days(p_from, p_to);
BEGIN
  RETURN coalesce((SELECT min(counter.nth_open_day(p_to, v.id, p_sent, v_lead)) FROM services.services v), p_sent + v_lead);
END $$;

-- Both kinds, of all offices. whereabouts: transit, missing. since: when it was sent, or found to be missing; note: what was written then.
-- from_office: where it was last; of a card on its way to_office and the day it should be there, arrives. It runs with every page of the desk.
CREATE OR REPLACE FUNCTION counter.under_way()
RETURNS TABLE (card_id bigint, whereabouts text, since timestamptz, from_office integer, to_office integer, arrives date, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  WITH sent AS MATERIALIZED (
    SELECT c.id, e.at, lib.day_of(e.at) AS day, c.office_id AS sent_from, e.to_office_id AS sent_to, e.note
    FROM cards.cards c LEFT JOIN LATERAL (
      SELECT x.at, x.to_office_id, x.note FROM cards.custody_events x WHERE x.card_id = c.id AND x.event = 'sent' ORDER BY x.id DESC LIMIT 1) e ON true
    WHERE c.whereabouts = 'transit'
  ), trips AS MATERIALIZED (
    SELECT d.sent_from, d.sent_to, d.day, counter.arrives_on(d.sent_from, d.sent_to, d.day) AS there
    FROM (SELECT DISTINCT s.sent_from, s.sent_to, s.day FROM sent s WHERE s.sent_to IS NOT NULL) d
  )
  SELECT s.id, 'transit', s.at, s.sent_from, s.sent_to, t.there, coalesce(s.note, '')
  FROM sent s LEFT JOIN trips t ON t.sent_from IS NOT DISTINCT FROM s.sent_from AND t.sent_to = s.sent_to AND t.day = s.day
  UNION ALL
  SELECT c.id, 'missing', e.at, c.office_id, NULL, NULL, coalesce(e.note, '')
  FROM cards.cards c LEFT JOIN LATERAL (
    SELECT x.at, x.note FROM cards.custody_events x WHERE x.card_id = c.id AND x.event = 'found-missing' ORDER BY x.id DESC LIMIT 1) e ON true
  WHERE c.whereabouts = 'missing';
END $$;
