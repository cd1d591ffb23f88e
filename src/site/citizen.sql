-- お知らせ shown now.
CREATE OR REPLACE FUNCTION citizen.notices() RETURNS TABLE (body text, shown_from timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT n.body, n.shown_from FROM site.notices n
  WHERE n.shown_from <= lib.now() AND (n.shown_until IS NULL OR n.shown_until > lib.now()) ORDER BY n.shown_from DESC, n.id DESC LIMIT 5
$$;

-- Planned stops that run or are to come, the next first. Those that touch are one: the end that is shown is the end of all.
CREATE OR REPLACE FUNCTION citizen.stops() RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT min(s.starts_at), max(s.ends_at), (array_agg(s.reason ORDER BY s.starts_at))[1] FROM (
    SELECT m.*, count(*) FILTER (WHERE m.begins) OVER (ORDER BY m.starts_at) AS nth FROM (
      SELECT a.starts_at, a.ends_at, a.reason, a.starts_at > coalesce(lag(a.ends_at) OVER (ORDER BY a.starts_at), '-infinity') AS begins
      FROM site.maintenance a WHERE a.cancelled_at IS NULL AND a.ends_at > lib.now()) m) s
  GROUP BY s.nth ORDER BY 1 LIMIT 50
$$;

-- The beginning of the planned stop of the citizens' site in which an instant lies, its end with it; null: in none that runs or is to come.
CREATE OR REPLACE FUNCTION site.stop_at(p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.starts_at FROM citizen.stops() s WHERE s.starts_at < p_at AND s.ends_at >= p_at $$;

-- For how long the citizens' site is to stop between two instants.
CREATE OR REPLACE FUNCTION site.stopped_between(p_from timestamptz, p_to timestamptz) RETURNS interval LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(sum(least(s.ends_at, p_to) - greatest(s.starts_at, p_from)), interval '0') FROM citizen.stops() s WHERE s.starts_at < p_to AND s.ends_at > p_from
$$;

-- The stop that runs now or begins within two weeks (§8(1)⑦).
CREATE OR REPLACE FUNCTION citizen.maintenance() RETURNS TABLE (starts_at timestamptz, ends_at timestamptz, reason text, now_running boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.starts_at, s.ends_at, s.reason, s.starts_at <= lib.now() FROM citizen.stops() s
  WHERE s.starts_at <= lib.now() + interval '14 days' ORDER BY s.starts_at LIMIT 1
$$;

-- Whether mails do not leave just now, as the watch has it: the mail server is away, or the process that sends is. Without a mail nobody can book anew on the web.
CREATE OR REPLACE FUNCTION citizen.mails_away() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM site.alarms a WHERE a.kind IN ('mails-stuck', 'worker-silent') AND a.ended_at IS NULL) $$;

-- A proxy stands in front of the site and is not believed: the alarm begins, or goes on. What it says is fixed; the citizens' role sets no other.
CREATE OR REPLACE FUNCTION citizen.proxy_ignored() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH begun AS (
    INSERT INTO site.alarms AS a (kind, began_at, seen_at) VALUES ('proxy-not-trusted', lib.now(), lib.now())
    ON CONFLICT (kind) WHERE ended_at IS NULL DO UPDATE SET seen_at = excluded.seen_at WHERE a.seen_at < excluded.seen_at - interval '1 minute'
    RETURNING xmax = 0 AS is_new)
  SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'alarm.began', lib.now(), NULL, NULL, NULL, '{"kind": "proxy-not-trusted"}') FROM begun WHERE is_new
$$;

-- What the citizens' pages say of the city.
CREATE OR REPLACE FUNCTION citizen.city() RETURNS TABLE (name text, phone text, phone_hours text, postal_code text, address text, sender_name text, sender_address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.name, c.phone, c.phone_hours, c.postal_code, c.address, c.sender_name, c.sender_address FROM site.city c $$;

-- Whose pages may show /embed in a frame; empty: nobody's.
CREATE OR REPLACE FUNCTION citizen.embedder() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT c.embed_from FROM site.city c $$;

-- What the city set that the citizens' pages speak of.
CREATE OR REPLACE FUNCTION citizen.numbers() RETURNS TABLE (hold_minutes integer, hold_extensions integer, rest_minutes integer, link_hours integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.number('hold-minutes'), site.number('hold-extensions'), site.number('tries-rest-minutes'), site.number('link-hours') $$;

-- How many minutes before their time citizens are asked to come; 0: the city says nothing of it.
CREATE OR REPLACE FUNCTION citizen.arrive() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.number('arrive-minutes') $$;
