-- Puts pairs that wait in the search index's list in their places, so that searches after a large import are as fast as before it.
CREATE OR REPLACE FUNCTION cards.settle_search() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET maintenance_work_mem = '256MB'
AS $$ SELECT gin_clean_pending_list('cards.cards_search'::regclass) $$;
