-- A process says that it is there and reaches the database. Doors: citizen, desk, worker. Kept by the minute, a row an hour.
CREATE OR REPLACE FUNCTION running.beat(p_door text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO running.beats AS b (door, hour, minutes)
  SELECT p_door, date_trunc('hour', t.now), 1::bigint << extract(minute FROM t.now)::integer FROM (SELECT lib.now() AS now) t
  ON CONFLICT (door, hour) DO UPDATE SET minutes = b.minutes | excluded.minutes WHERE b.minutes & excluded.minutes = 0
$$;

-- The same of the citizens' door, which may call functions of schema citizen alone.
CREATE OR REPLACE FUNCTION citizen.beat() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT running.beat('citizen') $$;

-- A process says which program it runs, every minute. A machine or version that is not like one stands as ?: the alarm and the log repeat what is here. No door takes more
-- than a hundred places: whoever is new takes that of a program the city was asked about, or else of the one heard of longest ago.
CREATE OR REPLACE FUNCTION running.runs(p_door text, p_machine text, p_program text, p_version text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_machine text := CASE WHEN p_machine ~ '^[A-Za-z0-9._-]{1,60}$' THEN p_machine ELSE '?' END;
  v_version text := CASE WHEN p_version ~ '^[0-9A-Za-z.+-]{1,40}$' THEN p_version ELSE '?' END;
BEGIN
  DELETE FROM running.programs p WHERE p.door = p_door AND (p.machine, p.program) IN (
    SELECT o.machine, o.program FROM running.programs o WHERE o.door = p_door AND o.seen_at < lib.now() - interval '15 minutes' FOR UPDATE SKIP LOCKED);
  UPDATE running.programs p SET version = v_version, seen_at = lib.now() WHERE p.door = p_door AND p.machine = v_machine AND p.program = p_program;
  IF NOT FOUND THEN
    DELETE FROM running.programs p WHERE p.door = p_door AND (p.machine, p.program) IN (
      SELECT o.machine, o.program FROM running.programs o WHERE o.door = p_door
      ORDER BY EXISTS (SELECT FROM approvals.applied a WHERE a.program = o.program), o.seen_at DESC OFFSET 99);
    INSERT INTO running.programs (door, machine, program, version, seen_at) VALUES (p_door, v_machine, p_program, v_version, lib.now())
    ON CONFLICT (door, machine, program) DO NOTHING;
  END IF;
END $$;

-- The same of the citizens' door.
CREATE OR REPLACE FUNCTION citizen.runs(p_machine text, p_program text, p_version text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT running.runs('citizen', p_machine, p_program, p_version) $$;

-- A process says by how many milliseconds the clock of its machine is ahead of the database's, beside its program.
CREATE OR REPLACE FUNCTION running.tells_clock(p_door text, p_machine text, p_ms integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE running.programs SET clock_ms = p_ms, clock_at = lib.now()
  WHERE door = p_door AND machine = CASE WHEN p_machine ~ '^[A-Za-z0-9._-]{1,60}$' THEN p_machine ELSE '?' END
$$;

-- The same of the citizens' door.
CREATE OR REPLACE FUNCTION citizen.tells_clock(p_machine text, p_ms integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT running.tells_clock('citizen', p_machine, p_ms) $$;

-- The minutes of an hour's row in which the process was there.
CREATE OR REPLACE FUNCTION running.minutes_of(p_beat running.beats) RETURNS SETOF timestamptz LANGUAGE sql STABLE
AS $$
  SELECT (p_beat).hour + make_interval(mins => m) FROM generate_series(0, 59) AS m WHERE (p_beat).minutes & (1::bigint << m) <> 0
$$;

-- The last minute in which a door was there, however long ago; null: never.
CREATE OR REPLACE FUNCTION running.last_beat(p_door text) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT max(m) FROM (SELECT b.* FROM running.beats b WHERE b.door = p_door ORDER BY b.hour DESC LIMIT 1) b,
    running.minutes_of(ROW(b.door, b.hour, b.minutes)::running.beats) AS m
$$;
