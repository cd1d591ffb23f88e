-- Forgets the presses at the counter of reservations. The owner's functions alone call it (keeping.remove_*), for what is past its years.
CREATE OR REPLACE FUNCTION counter.forget(p_reservations uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM counter.calls WHERE reservation_id = ANY (p_reservations);
  DELETE FROM counter.acts WHERE reservation_id = ANY (p_reservations);
$$;
