-- What the label of a card's sleeve says: its number, and four letters that follow from it and cannot be guessed. By numbers alone, counted up, nobody finds a
-- card they may not see (支援措置). Which numbers find nothing they do see: a number also is missing where an import was taken back or a card was deleted, so a gap tells nothing
-- of one card, and their count only how many hidden cards there are at most.
CREATE OR REPLACE FUNCTION cards.label_of(p_card bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'K-' || p_card || string_agg(substr('BCDFGHJKLMNPQRSTVWXZ', 1 + get_byte(h.hash, i) % 20, 1), '' ORDER BY i)
  FROM (SELECT sha256(seed || convert_to(p_card::text, 'UTF8')) AS hash FROM cards.label_seed) h, generate_series(0, 3) AS i GROUP BY h.hash
$$;

-- Since when labels say these letters.
CREATE OR REPLACE FUNCTION cards.labels_since() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT since FROM cards.label_seed $$;
