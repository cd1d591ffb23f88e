-- The time, from the one clock that decides what lapsed: the database's. Tests replace this function to travel.
CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$ SELECT clock_timestamp() $$;

-- The time an act carries through its functions: now, or a moment ago. Whoever calls one cannot date what it writes ahead or back.
CREATE OR REPLACE FUNCTION lib.stamp(p_at timestamptz) RETURNS timestamptz LANGUAGE plpgsql VOLATILE
AS $$
DECLARE v_now constant timestamptz := lib.now();
BEGIN
  IF p_at BETWEEN v_now - interval '1 hour' AND v_now THEN RETURN p_at; END IF;
  RAISE EXCEPTION 'an act happens now, not at %', p_at;
END $$;

-- Today's date and the minute of the day in the city (JST).
CREATE OR REPLACE FUNCTION lib.day_of(p_at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (p_at AT TIME ZONE 'Asia/Tokyo')::date $$;
CREATE OR REPLACE FUNCTION lib.minute_of(p_at timestamptz) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (extract(hour FROM p_at AT TIME ZONE 'Asia/Tokyo') * 60 + extract(minute FROM p_at AT TIME ZONE 'Asia/Tokyo'))::integer $$;
-- How old who was born then is on a day: a year older from the birthday on. Of who was born on 29 February that is, in a year without one, 1 March
-- (年齢計算ニ関スル法律: the end of the day before). `ageOn` in lib/dates counts the same.
CREATE OR REPLACE FUNCTION lib.age_on(p_birth date, p_day date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT (extract(year FROM p_day) - extract(year FROM p_birth))::integer
    - CASE WHEN (extract(month FROM p_day), extract(day FROM p_day)) < (extract(month FROM p_birth), extract(day FROM p_birth)) THEN 1 ELSE 0 END
$$;
-- The instant at which a minute of a JST day begins.
CREATE OR REPLACE FUNCTION lib.instant(p_day date, p_minute integer) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (p_day + make_interval(mins => p_minute)) AT TIME ZONE 'Asia/Tokyo' $$;

-- An expected refusal: rolls everything back and reaches the caller as a value (lib/outcome.ts).
CREATE OR REPLACE FUNCTION lib.refuse(p_reason text, p_detail text DEFAULT NULL) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
  IF p_detail IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'MG001', MESSAGE = p_reason;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'MG001', MESSAGE = p_reason, DETAIL = p_detail;
END $$;
