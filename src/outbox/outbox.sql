-- Puts a mail on its way, once per (kind, reference, key); the worker makes its words when it sends it.
CREATE OR REPLACE FUNCTION outbox.put(
  p_kind text, p_reservation uuid, p_visit uuid, p_key text, p_at timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO outbox.mails (kind, reservation_id, visit_id, once, due_at, next_at, created_at)
  VALUES (p_kind, p_reservation, p_visit, p_kind || ':' || coalesce(p_reservation, p_visit)::text || ':' || p_key, p_at, p_at, p_at)
  ON CONFLICT DO NOTHING
$$;
