-- A lot or serial number as it is put in order: digits count as the number they are, so that 9 comes before 20 and 000001 is 1; compared sign by sign (COLLATE "C").
-- None is longer than fifty signs. The same in TypeScript: number-order.ts.
CREATE OR REPLACE FUNCTION cards.number_order_mixed(p_code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(string_agg(CASE WHEN part[1] IS NULL THEN part[2] ELSE lpad(part[1], 50, '0') END, '' ORDER BY n), '')
  FROM regexp_matches(translate(p_code, '０１２３４５６７８９', '0123456789'), '([0-9]+)|([^0-9]+)', 'g') WITH ORDINALITY AS m (part, n)
$$;

-- Most end with their only digits. It is inlined: hundreds of thousands of cards are put in order by it.
CREATE OR REPLACE FUNCTION cards.number_order(p_code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN p_code IS NULL THEN NULL
    WHEN p_code ~ '^[A-Za-z-]*[0-9]+$' THEN rtrim(p_code, '0123456789') || lpad(substr(p_code, length(rtrim(p_code, '0123456789')) + 1), 50, '0')
    ELSE cards.number_order_mixed(p_code) END
$$;
