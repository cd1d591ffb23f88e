-- A lot or serial number as it is put in order: digits count as the number they are, so that 9 comes before 20 and 000001 is 1; compared sign by sign (COLLATE "C").
-- None is longer than fifty signs. The same in TypeScript: number-order.ts. Digits stand between two signs that no number has, and are filled up one after the other: an
-- aggregate over what they are split into took nearly three times as long.
CREATE OR REPLACE FUNCTION cards.number_order_mixed(p_code text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  v_parts text[] := string_to_array(regexp_replace(translate(p_code, '０１２３４５６７８９', '0123456789'), '[0-9]+', chr(1) || '\&' || chr(2), 'g'), chr(1));
  v_order text := v_parts[1];
BEGIN
  FOR n IN 2..cardinality(v_parts) LOOP
    v_order := v_order || lpad(split_part(v_parts[n], chr(2), 1), 50, '0') || split_part(v_parts[n], chr(2), 2);
  END LOOP;
  RETURN coalesce(v_order, '');
END $$;

-- Most end with their only digits. It is inlined: hundreds of thousands of cards are put in order by it.
CREATE OR REPLACE FUNCTION cards.number_order(p_code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN p_code IS NULL THEN NULL
    WHEN p_code ~ '^[A-Za-z-]*[0-9]+$' THEN rtrim(p_code, '0123456789') || lpad(substr(p_code, length(rtrim(p_code, '0123456789')) + 1), 50, '0')
    ELSE cards.number_order_mixed(p_code) END
$$;
