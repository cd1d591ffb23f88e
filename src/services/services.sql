-- Whether who was born then is under 15 on a day: whom cautions, papers and the board mean by it. Null: the birthday is not known. `isUnder15` asks the same.
CREATE OR REPLACE FUNCTION services.under_15(p_birth date, p_day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT lib.age_on(p_birth, p_day) < 15 $$;

CREATE OR REPLACE FUNCTION citizen.services() RETURNS TABLE (code text, name text, names jsonb, needs_card boolean, bring text[], party_max integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.code, s.name, s.names, s.needs_card, s.bring, s.party_max FROM services.services s WHERE s.retired_at IS NULL ORDER BY s.position, s.id $$;

-- How long it takes at the counter, where the city says so.
CREATE OR REPLACE FUNCTION citizen.takes() RETURNS TABLE (code text, minutes integer, more integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.code, s.takes_minutes, s.takes_more FROM services.services s WHERE s.retired_at IS NULL AND s.takes_minutes > 0 $$;

-- Cautions to tick, grouped by whom they concern.
CREATE OR REPLACE FUNCTION citizen.cautions(p_service text) RETURNS TABLE (id integer, concerns text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id, c.concerns, c.body FROM services.cautions c JOIN services.services s ON s.id = c.service_id
  WHERE s.code = p_service AND c.retired_at IS NULL ORDER BY c.position, c.id
$$;
