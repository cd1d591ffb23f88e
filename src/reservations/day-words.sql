-- What is unusual about days of an office, for citizens: why nobody is received, and openings one would not expect. The same for everyone. What is kept with a
-- day (note) holds the reason staff typed for it and is never read here: a holiday's name is of the table of holidays. The reason of a closing was told to all it concerned.
-- begins, ends: from when to when it is open on that day, in minutes; null where nobody is received.
-- why: holiday | year-end | closing | closed (by an override, where the week would have opened it) | null (as the week has it, or open). evening: places that end after reception usually does.
CREATE OR REPLACE FUNCTION citizen.day_words(p_service text, p_office text, p_from date, p_to date)
RETURNS TABLE (day date, why text, name text, evening boolean, holiday text, begins smallint, ends smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT g.day,
    CASE WHEN s.open > 0 THEN NULL
      WHEN s.closing IS NOT NULL THEN 'closing'
      WHEN coalesce(d.open, true) THEN NULL
      WHEN h.day IS NOT NULL THEN 'holiday'
      WHEN calendar.is_year_end(g.day) THEN 'year-end'
      WHEN d.week_open THEN 'closed' END,
    CASE WHEN s.open > 0 THEN NULL WHEN s.closing IS NOT NULL THEN (SELECT c.reason FROM closing.closings c WHERE c.id = s.closing)
      WHEN coalesce(d.open, true) THEN NULL ELSE h.name END,
    coalesce(s.evening, false),
    h.name, s.begins, s.ends
  FROM offices.open_to_citizens(lib.now()) o JOIN services.services sv ON sv.code = p_service AND sv.retired_at IS NULL
    -- By number: a day without end would count for ever.
    CROSS JOIN LATERAL (
      SELECT p_from + n AS day FROM generate_series(0, CASE WHEN isfinite(p_from) AND isfinite(p_to) THEN least(p_to - p_from, 200) ELSE -1 END) AS n) g
    LEFT JOIN calendar.days d ON d.office_id = o.id AND d.service_id = sv.id AND d.day = g.day
    LEFT JOIN calendar.holidays h ON h.day = g.day AND NOT h.retired
    LEFT JOIN (
      SELECT l.day, count(*) FILTER (WHERE l.closed_at IS NULL) AS open, max(l.closing_id) AS closing,
        bool_or(l.closed_at IS NULL AND l.start_minute + l.minutes > (SELECT calendar.usual_end())) AS evening,
        min(l.start_minute) FILTER (WHERE l.closed_at IS NULL) AS begins, (max(l.start_minute + l.minutes) FILTER (WHERE l.closed_at IS NULL))::smallint AS ends
      FROM ledger.slots l JOIN offices.offices w ON w.id = l.office_id JOIN services.services x ON x.id = l.service_id
      WHERE w.code = p_office AND x.code = p_service AND l.day BETWEEN p_from AND p_to AND NOT l.gone AND l.capacity > 0 GROUP BY l.day
    ) s ON s.day = g.day
  WHERE o.code = p_office
  ORDER BY g.day
$$;
