-- Forgets by whom and why reservations went above capacity. The owner's functions alone call it (keeping.remove_*), for what is past its years.
CREATE OR REPLACE FUNCTION ledger.forget(p_reservations uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM ledger.allowances WHERE reservation_id = ANY (p_reservations);
$$;
