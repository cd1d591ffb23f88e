-- お知らせ shown now.
CREATE OR REPLACE FUNCTION citizen.notices() RETURNS TABLE (body text, shown_from timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT n.body, n.shown_from FROM site.notices n
  WHERE n.shown_from <= lib.now() AND (n.shown_until IS NULL OR n.shown_until > lib.now()) ORDER BY n.shown_from DESC LIMIT 5
$$;

-- The stop that runs now or begins within two weeks (§8(1)⑦).
CREATE OR REPLACE FUNCTION citizen.maintenance() RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, reason text, now_running boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.starts_at, m.ends_at, m.reason, m.starts_at <= lib.now() FROM site.maintenance m
  WHERE m.cancelled_at IS NULL AND m.ends_at > lib.now() AND m.starts_at <= lib.now() + interval '14 days' ORDER BY m.starts_at LIMIT 1
$$;

-- What the city set that the citizens' pages speak of.
CREATE OR REPLACE FUNCTION citizen.numbers() RETURNS TABLE (hold_minutes integer, hold_extensions integer, rest_minutes integer, link_hours integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.number('hold-minutes'), site.number('hold-extensions'), site.number('tries-rest-minutes'), site.number('link-hours') $$;
