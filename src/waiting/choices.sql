-- What may be chosen when somebody is entered: what never can be is not offered, in either door.

-- For what so many may wait at an office in some days. Of days that are not laid out yet all of them: they may open.
CREATE OR REPLACE FUNCTION waiting.may_open(p_office integer, p_service integer, p_people integer, p_units integer, p_from date, p_to date, p_at timestamptz)
RETURNS TABLE (day date, kind text, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT n.day, n.kind, n.part FROM waiting.openings(p_office, p_service, p_people, p_units, p_from, p_to, p_at) n
  UNION ALL
  SELECT g.day::date, waiting.day_kind(g.day::date), p.part
  FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS g (day), unnest(ARRAY['morning', 'afternoon', 'evening']) AS p (part)
  WHERE NOT calendar.laid_out(p_office, p_service, g.day::date)
$$;

-- The same of each office for one card, within the window of where it lies and up to the day on which it expires, on days that can still be offered (waiting.last_until).
CREATE OR REPLACE FUNCTION waiting.choices(p_service integer, p_card bigint) RETURNS TABLE (office integer, day date, kind text, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.id, n.day, n.kind, n.part
  FROM (SELECT lib.now() AS now, site.number('waiting-ahead-hours') AS ahead) t
    CROSS JOIN jsonb_populate_record(NULL::waiting.entries, jsonb_build_object('service_id', p_service, 'card_ids', ARRAY[p_card])) e
    CROSS JOIN offices.open_to_citizens(t.now) o CROSS JOIN LATERAL waiting.window_of(e, o.id, t.now) w
    CROSS JOIN LATERAL waiting.may_open(o.id, p_service, 1, 1, w.earliest, w.latest, t.now) n
  WHERE w.earliest IS NOT NULL AND waiting.last_until(n.day, 1440, t.ahead) > t.now
$$;
