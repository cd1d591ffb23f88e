-- Forgets who of reservations a closing left at a shut door. The owner's functions alone call it (keeping.remove_*), for what is past its years.
CREATE OR REPLACE FUNCTION closing.forget(p_reservations uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM closing.affected WHERE reservation_id = ANY (p_reservations);
$$;
