-- お知らせ on the citizens' site, from now until an instant.
CREATE OR REPLACE FUNCTION site.put_notice(p_body text, p_until timestamptz, p_staff integer, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ INSERT INTO site.notices (body, shown_from, shown_until, created_by) VALUES (p_body, p_at, p_until, p_staff) RETURNING id $$;

-- It is shown no longer.
CREATE OR REPLACE FUNCTION site.end_notice(p_id integer, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE site.notices SET shown_until = p_at WHERE id = p_id AND (shown_until IS NULL OR shown_until > p_at) $$;
