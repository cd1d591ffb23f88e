-- Puts pairs that wait in the search index's list in their places, so that searches after a large import are as fast as before it.
CREATE OR REPLACE FUNCTION cards.settle_search() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET maintenance_work_mem = '256MB'
AS $$ SELECT gin_clean_pending_list('cards.cards_search'::regclass) $$;

-- A card that nobody has had in hand yet: it is expected, has no box and never moved.
CREATE OR REPLACE FUNCTION cards.not_in_hand(c cards.cards) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (c).whereabouts = 'expected' AND (c).storage_place_id IS NULL AND NOT EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = (c).id) $$;

-- The office a card belongs to when a list names another code for it: that code's, where it is in use and nobody has had the card in hand, else its own.
CREATE OR REPLACE FUNCTION cards.office_told(c cards.cards, p_code text) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((SELECT o.id FROM offices.offices o WHERE o.code = p_code AND o.code <> (c).office_code AND o.retired_at IS NULL AND cards.not_in_hand(c)), (c).office_id)
$$;

-- The same where that is taken back: the office it belonged to, where that is still in use, else that of the code it had.
CREATE OR REPLACE FUNCTION cards.office_untold(c cards.cards, p_before jsonb) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p_before ->> 'office_code' = (c).office_code OR NOT cards.not_in_hand(c) THEN (c).office_id
    ELSE coalesce((SELECT o.id FROM offices.offices o WHERE o.id = (p_before ->> 'office_id')::integer AND o.retired_at IS NULL),
      (SELECT o.id FROM offices.offices o WHERE o.code = p_before ->> 'office_code' AND o.retired_at IS NULL)) END
$$;
