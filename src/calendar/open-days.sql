-- The open days of a service at an office in a stretch of days, both ends among them: days that the calendar opens and no standing 臨時閉庁 shuts as a whole.
-- Hours of a day that are shut leave it an open one. A day that was over when its closing was lifted stays shut.
-- The one rule: windows, days to send by and card tasks ask here. Two count otherwise (window.sql): the deadline of changing, which was told as a date, counts
-- days as the week has them; how long somebody can wait for a time counts shut days too.
-- It is asked for every citizen's page: not SECURITY DEFINER, so that it becomes a part of the statement that asks, and the days that are shut are read once.
-- Asked with columns of another table they would be read for every day: call it from a function then.
CREATE OR REPLACE FUNCTION calendar.open_days(p_office integer, p_service integer, p_from date, p_to date) RETURNS SETOF date
LANGUAGE sql STABLE
AS $$
  SELECT d.day FROM calendar.days d
  WHERE d.office_id = p_office AND d.service_id = p_service AND d.day BETWEEN p_from AND p_to AND d.open
    AND d.day <> ALL (ARRAY(
      SELECT g.day::date FROM closing.closings x
        CROSS JOIN LATERAL generate_series(greatest(x.from_day, p_from)::timestamp, least(x.to_day, p_to)::timestamp, interval '1 day') AS g (day)
      WHERE x.office_id = p_office AND (x.service_id IS NULL OR x.service_id = p_service) AND x.to_day >= p_from AND x.from_day <= p_to
        AND x.from_minute IS NULL AND (x.reopened_at IS NULL OR x.reopened_at >= lib.instant(g.day::date + 1, 0))))
$$;

-- Whether the days of a service at an office are laid out up to a day, open or not.
CREATE OR REPLACE FUNCTION calendar.laid_out(p_office integer, p_service integer, p_to date) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM calendar.days d WHERE d.office_id = p_office AND d.service_id = p_service AND d.day >= p_to) $$;
