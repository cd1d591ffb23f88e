-- お知らせ on the citizens' site, from now until an instant.
CREATE OR REPLACE FUNCTION site.put_notice(p_body text, p_until timestamptz, p_staff integer, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ INSERT INTO site.notices (body, shown_from, shown_until, created_by) VALUES (p_body, p_at, p_until, p_staff) RETURNING id $$;

-- Whoever puts planned texts into a notice waits here for others who change it.
CREATE OR REPLACE FUNCTION site.lock_notice(p_id integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM FROM site.notices WHERE id = p_id FOR UPDATE; END $$;

-- Puts the text of a plan that is due into its notice, once, as the plan has it; who planned it wrote it. False: the plan is none of it, not due, or stands there already; or the
-- notice is over and keeps its text, and the plan is done with.
CREATE OR REPLACE FUNCTION site.hold_notice(p_plan integer, p_id integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT site.hold_plan(p_plan, 'notice.' || p_id) THEN RETURN false; END IF;
  UPDATE site.notices n SET body = coalesce(p.said #>> '{texts,body,ja}', n.body), changed_by = p.by_staff FROM site.planned_texts p
  WHERE p.id = p_plan AND n.id = p_id AND (n.shown_until IS NULL OR n.shown_until > lib.now());
  RETURN FOUND;
END $$;

-- It is shown no longer.
CREATE OR REPLACE FUNCTION site.end_notice(p_id integer, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE site.notices SET shown_until = p_at WHERE id = p_id AND (shown_until IS NULL OR shown_until > p_at) $$;
