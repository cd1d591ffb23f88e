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
