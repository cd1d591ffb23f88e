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

-- What citizens read of an office, by its parts, each in its languages; `officeTexts` says the same.
CREATE OR REPLACE FUNCTION offices.texts_of(o offices.offices) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('name', jsonb_build_object('ja', o.name) || o.names, 'address', jsonb_build_object('ja', o.address), 'directions', jsonb_build_object('ja', o.directions),
    'phone', jsonb_build_object('ja', o.phone), 'facilities', jsonb_build_object('ja', array_to_string(o.facilities, E'\n')))
$$;

-- Puts the texts of a plan that is due into their office, once, as the plan has them, and keeps them among the versions. False: the plan is none of it, not
-- due, or stands there already.
CREATE OR REPLACE FUNCTION offices.hold_texts(p_plan integer, p_id integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_was offices.offices;
  v_is offices.offices;
  v_said jsonb;
BEGIN
  IF NOT site.hold_plan(p_plan, 'office.' || p_id) THEN RETURN false; END IF;
  SELECT p.said -> 'texts' INTO v_said FROM site.planned_texts p WHERE p.id = p_plan;
  SELECT * INTO v_was FROM offices.offices WHERE id = p_id;
  UPDATE offices.offices SET name = coalesce(v_said #>> '{name,ja}', name), names = coalesce((v_said -> 'name') - 'ja', names),
    address = coalesce(v_said #>> '{address,ja}', address), directions = coalesce(v_said #>> '{directions,ja}', directions),
    phone = coalesce(v_said #>> '{phone,ja}', phone),
    facilities = coalesce(site.lines_of(v_said #>> '{facilities,ja}'), facilities) WHERE id = p_id RETURNING * INTO v_is;
  PERFORM site.keep_planned(p_plan, offices.texts_of(v_was), offices.texts_of(v_is));
  RETURN true;
END $$;
