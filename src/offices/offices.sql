-- Offices that citizens may choose at this instant (§8(3)⑦c).
CREATE OR REPLACE FUNCTION offices.open_to_citizens(p_at timestamptz) RETURNS SETOF offices.offices
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.* FROM offices.offices o
  WHERE o.retired_at IS NULL AND o.is_pickup AND o.citizens_from <= lib.day_of(p_at) AND (o.citizens_to IS NULL OR o.citizens_to >= lib.day_of(p_at))
$$;

CREATE OR REPLACE FUNCTION citizen.offices() RETURNS TABLE (code text, name text, names jsonb, address text, directions text, phone text, facilities text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT o.code, o.name, o.names, o.address, o.directions, o.phone, o.facilities FROM offices.open_to_citizens(lib.now()) o ORDER BY o.position, o.id $$;

-- In which part of the city offices are that citizens may choose: those that were given one (地区).
CREATE OR REPLACE FUNCTION citizen.areas() RETURNS TABLE (code text, area text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT o.code, a.area FROM offices.open_to_citizens(lib.now()) o JOIN offices.areas a ON a.office_id = o.id $$;

-- Every office by its code, whether citizens may choose it or not: who stands at one reads where, also once its last day for citizens has passed, it was
-- taken out of use, or staff booked there by telephone (§8(3)⑤⑩).
CREATE OR REPLACE FUNCTION citizen.places() RETURNS TABLE (code text, name text, names jsonb, address text, directions text, phone text, facilities text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT o.code, o.name, o.names, o.address, o.directions, o.phone, o.facilities FROM offices.offices o ORDER BY o.position, o.id $$;

-- Whoever puts planned texts into a row waits here for others who change it.
CREATE OR REPLACE FUNCTION offices.lock_texts(p_id integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM FROM offices.offices WHERE id = p_id FOR NO KEY UPDATE; END $$;

-- Puts the texts of a plan that is due into their office, once. False: the plan is none of it, not due, or stands there already. The telephone is read from the
-- plan itself: a worker of the release before, which knows nothing of it, puts it in too.
CREATE OR REPLACE FUNCTION offices.hold_texts(p_plan integer, p_id integer, p_name text, p_names jsonb, p_address text, p_directions text, p_facilities text[])
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT site.hold_plan(p_plan, 'office.' || p_id) THEN RETURN false; END IF;
  UPDATE offices.offices SET name = p_name, names = p_names, address = p_address, directions = p_directions, facilities = p_facilities,
    phone = coalesce((SELECT p.said #>> '{texts,phone,ja}' FROM site.planned_texts p WHERE p.id = p_plan), phone) WHERE id = p_id;
  RETURN true;
END $$;
