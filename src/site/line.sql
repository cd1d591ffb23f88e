-- The line of newcomers while the site is saturated (docs/decisions/0015-line.md). Nobody stands in it where admitted = last.

-- Lets so many more come in, and tells where the line stands. Each process calls it once a second at most; where nobody waits it only reads.
CREATE OR REPLACE FUNCTION citizen.line_step(p_most integer, OUT o_last bigint, OUT o_admitted bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT l.last, l.admitted INTO STRICT o_last, o_admitted FROM site.line l;
  IF o_admitted = o_last THEN RETURN; END IF;
  UPDATE site.line l SET admitted = least(l.last, l.admitted + greatest(0, least(p_most, 1000))) RETURNING l.last, l.admitted INTO o_last, o_admitted;
  PERFORM site.note_line();
END $$;

-- The alarm that people wait, begun or gone on with: at most one write in ten seconds.
CREATE OR REPLACE FUNCTION site.note_line() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH begun AS (
    INSERT INTO site.alarms AS a (kind, began_at, seen_at) VALUES ('line-stands', lib.now(), lib.now())
    ON CONFLICT (kind) WHERE ended_at IS NULL DO UPDATE SET seen_at = excluded.seen_at WHERE a.seen_at < excluded.seen_at - interval '10 seconds'
    RETURNING xmax = 0 AS is_new)
  SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'alarm.began', lib.now(), NULL, NULL, NULL, '{"kind": "line-stands"}') FROM begun WHERE is_new
$$;

-- Numbers for so many who came in this order; gives the first. They stand at the end.
CREATE OR REPLACE FUNCTION citizen.line_take(p_count integer) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE site.line SET last = last + greatest(1, least(p_count, 10000)) RETURNING last - greatest(1, least(p_count, 10000)) + 1
$$;

-- Whether who shows this number may come in: it was admitted, and nobody came in with it. Once more within half a minute from the same address,
-- since the first answer may have been lost on its way.
CREATE OR REPLACE FUNCTION citizen.line_enter(p_number bigint, p_address text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM site.line l WHERE p_number BETWEEN 1 AND l.admitted) THEN RETURN false; END IF;
  INSERT INTO site.line_entered AS e (number, address, at) VALUES (p_number, left(p_address, 100), lib.now())
  ON CONFLICT (number) DO UPDATE SET again = true
    WHERE NOT e.again AND e.address = excluded.address AND e.at > excluded.at - interval '30 seconds';
  RETURN FOUND;
END $$;
