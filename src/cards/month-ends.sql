-- How many cards are kept, month by month, read from their movements (§8(2)③).

-- Cards that were kept at an instant, by where they were: neither expected still nor gone, whether their matter was open or not. What is gone and was not touched since
-- was gone then.
-- Six months are taken off in the city's calendar, whatever the server's time zone.
CREATE OR REPLACE FUNCTION cards.in_custody_at(p_at timestamptz) RETURNS TABLE (office_id integer, hidden boolean, cards integer, kept_long integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT e.office_id, c.protected, count(*)::integer, (count(*) FILTER (WHERE came.at < (p_at AT TIME ZONE 'Asia/Tokyo' - interval '6 months') AT TIME ZONE 'Asia/Tokyo'))::integer
  FROM cards.cards c
    CROSS JOIN LATERAL (SELECT x.whereabouts, x.office_id FROM cards.custody_events x WHERE x.card_id = c.id AND x.at < p_at ORDER BY x.id DESC LIMIT 1) e
    CROSS JOIN LATERAL (SELECT min(x.at) AS at FROM cards.custody_events x WHERE x.card_id = c.id AND x.whereabouts NOT IN ('expected', 'gone')) came
  WHERE (c.whereabouts <> 'gone' OR c.updated_at >= p_at) AND e.whereabouts NOT IN ('expected', 'gone')
  GROUP BY e.office_id, c.protected
$$;

-- Counts this month as of now, and each of the eleven before that was not counted at its end: from the month of the first movement on (before it none). What is none is counted as none.
CREATE OR REPLACE FUNCTION cards.count_month_ends() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now constant timestamptz := lib.now();
  v_this constant timestamp := date_trunc('month', lib.day_of(v_now)::timestamp);
  v_first constant timestamptz := (SELECT e.at FROM cards.custody_events e ORDER BY e.id LIMIT 1);
  v_month date;
  v_at timestamptz;
BEGIN
  IF v_first IS NULL THEN RETURN; END IF;
  FOR v_month IN SELECT m::date FROM generate_series(greatest(v_this - interval '11 months', date_trunc('month', lib.day_of(v_first)::timestamp)), v_this, interval '1 month') AS m LOOP
    v_at := least(v_now, lib.instant((v_month + interval '1 month')::date, 0));
    CONTINUE WHEN EXISTS (SELECT FROM cards.month_ends e WHERE e.month = v_month AND e.at >= v_at);
    INSERT INTO cards.month_ends (month, office_id, hidden, cards, kept_long, at)
    SELECT v_month, o.id, h.hidden, coalesce(k.cards, 0), coalesce(k.kept_long, 0), v_at
    FROM (SELECT id FROM offices.offices UNION ALL SELECT NULL) o CROSS JOIN (VALUES (false), (true)) AS h (hidden)
      LEFT JOIN cards.in_custody_at(v_at) k ON k.office_id IS NOT DISTINCT FROM o.id AND k.hidden = h.hidden
    ORDER BY o.id, h.hidden
    ON CONFLICT (month, office_id, hidden) DO UPDATE SET cards = EXCLUDED.cards, kept_long = EXCLUDED.kept_long, at = EXCLUDED.at;
  END LOOP;
END $$;
