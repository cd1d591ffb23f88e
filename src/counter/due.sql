-- Until which day's visits cards leave their shelf today (§8(2)⑨b, §8(2)⑩b): pulled for visits at their own office, sent to others. Read from the
-- calendar and the days a transfer takes, and stored nowhere: a closing changes it at once.

-- The n-th open day after a day, 200 days ahead at most; where there are fewer, the last of them; NULL where there is none.
CREATE OR REPLACE FUNCTION counter.nth_open_day(p_office integer, p_service integer, p_after date, p_n integer) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT max(ahead.day) FROM (
    SELECT d.day FROM calendar.open_days(p_office, p_service, p_after + 1, p_after + 200) AS d (day) ORDER BY d.day LIMIT p_n) ahead);
END $$;

-- The n-th open day before a day, 200 days back at most; where there are fewer, the first of them; NULL where there is none.
CREATE OR REPLACE FUNCTION counter.nth_open_day_before(p_office integer, p_service integer, p_before date, p_n integer) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT min(back.day) FROM (
    SELECT d.day FROM calendar.open_days(p_office, p_service, p_before - 200, p_before - 1) AS d (day) ORDER BY d.day DESC LIMIT p_n) back);
END $$;

-- The open days a card needs from one office to another. One at the least: a card is there on the morning of its visit, as it is when it is only pulled.
CREATE OR REPLACE FUNCTION counter.lead_days(p_from integer, p_to integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT greatest(1, coalesce((SELECT t.open_days FROM offices.transfer_times t WHERE t.from_office = p_from AND t.to_office = p_to), 1))
$$;

-- Until which day's visits of a service at to_office cards in from_office leave their shelf by the end of today; of one pair of offices, or all.
-- Where from_office is shut on the next days, what would have to leave on those leaves today.
CREATE OR REPLACE FUNCTION counter.due_days(p_from integer DEFAULT NULL, p_to integer DEFAULT NULL)
RETURNS TABLE (from_office integer, to_office integer, service_id integer, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_today constant date := lib.day_of(lib.now());
BEGIN
  RETURN QUERY
  WITH bases AS MATERIALIZED (
    SELECT f.id, coalesce(min(counter.nth_open_day(f.id, v.id, v_today, 1)) - 1, v_today) AS base
    FROM offices.offices f CROSS JOIN services.services v WHERE p_from IS NULL OR f.id = p_from GROUP BY f.id
  ), pairs AS MATERIALIZED (
    SELECT b.id AS pair_from, t.id AS pair_to, CASE WHEN b.id = t.id THEN v_today ELSE b.base END AS base, counter.lead_days(b.id, t.id) AS lead
    FROM bases b CROSS JOIN offices.offices t WHERE p_to IS NULL OR t.id = p_to
  ), days AS MATERIALIZED (
    SELECT a.pair_to, a.base, a.lead, v.id AS of_service, counter.nth_open_day(a.pair_to, v.id, a.base, a.lead) AS day
    FROM (SELECT DISTINCT p.pair_to, p.base, p.lead FROM pairs p) a CROSS JOIN services.services v
  )
  SELECT p.pair_from, p.pair_to, d.of_service, d.day
  FROM pairs p JOIN days d ON d.pair_to = p.pair_to AND d.base = p.base AND d.lead = p.lead WHERE d.day IS NOT NULL;
END $$;

-- The day by whose end a card must have left an office for a visit at another: as many open days before it as the transfer takes; where the office it
-- leaves is shut on that day, the last day before on which it is open.
CREATE OR REPLACE FUNCTION counter.send_by(p_from integer, p_to integer, p_service integer, p_day date) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_day constant date := coalesce(counter.nth_open_day_before(p_to, p_service, p_day, counter.lead_days(p_from, p_to)), p_day - 1);
BEGIN
  RETURN coalesce((
    SELECT max(d.day) FROM services.services v CROSS JOIN LATERAL counter.nth_open_day_before(p_from, v.id, v_day + 1, 1) AS d (day)
    WHERE d.day > v_day - 30), v_day);
END $$;

-- How many cards must be sent to another office by the end of today and were not, as the list of transfers shows them. It runs with every page of the
-- desk: it looks up the few slots of the next open days, office by office, so that its time grows neither with the calendar nor with past visits.
-- `p_offices`: of cards that lie at these; NULL: at any.
CREATE OR REPLACE FUNCTION counter.to_send_at(p_offices integer[]) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_today constant date := lib.day_of(lib.now());
BEGIN
  RETURN (
    WITH due AS MATERIALIZED (SELECT * FROM counter.due_days()),
      near AS MATERIALIZED (SELECT d.to_office, d.service_id, max(d.until) AS until FROM due d GROUP BY d.to_office, d.service_id),
      elsewhere AS MATERIALIZED (
        SELECT v.r, v.s, v.day, v.lies_at, n.to_office, n.service_id FROM near n CROSS JOIN LATERAL (
          SELECT r, s, s.day, coalesce(c.office_id, n.to_office) AS lies_at FROM ledger.slots s
            JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
            JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome IS NULL
            JOIN cards.cards c ON c.id = m.card_id AND c.is_open AND c.office_id IS DISTINCT FROM n.to_office AND c.whereabouts IN ('expected', 'shelf', 'pulled', 'missing')
          WHERE s.office_id = n.to_office AND s.service_id = n.service_id AND s.day BETWEEN v_today AND n.until
          OFFSET 0) v)
    SELECT count(*) FROM elsewhere e
      JOIN due d ON d.from_office = e.lies_at AND d.to_office = e.to_office AND d.service_id = e.service_id AND e.day <= d.until
    WHERE (p_offices IS NULL OR e.lies_at = ANY (p_offices)) AND NOT reservations.needs_moving(e.r, e.s));
END $$;

CREATE OR REPLACE FUNCTION counter.to_send_count() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT counter.to_send_at(NULL) $$;
