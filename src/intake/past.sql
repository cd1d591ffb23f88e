-- Forgets what lists did to cards, and what was decided about rows that contradicted them. The owner's functions alone call it (keeping.remove_*), for what is past its years.
CREATE OR REPLACE FUNCTION intake.forget(p_cards bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM intake.conflicts WHERE card_id = ANY (p_cards) AND decided_at IS NOT NULL;
  DELETE FROM intake.changes WHERE card_id = ANY (p_cards);
$$;
