-- Forgets that mails of reservations were sent. The owner's functions alone call it (keeping.remove_*), for what is past its years.
CREATE OR REPLACE FUNCTION outbox.forget(p_reservations uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM outbox.mails WHERE reservation_id = ANY (p_reservations);
$$;
