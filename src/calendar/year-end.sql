-- 12/29–1/3: municipal offices are closed (地方自治法 第4条の2). As `isYearEnd` of plan.ts says it.
CREATE OR REPLACE FUNCTION calendar.is_year_end(p_day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (extract(month FROM p_day) = 12 AND extract(day FROM p_day) >= 29) OR (extract(month FROM p_day) = 1 AND extract(day FROM p_day) <= 3) $$;
