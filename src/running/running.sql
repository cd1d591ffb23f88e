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

-- A process says which program it runs, every minute. No door takes more than a hundred places: whoever says more than there can be is not heard.
CREATE OR REPLACE FUNCTION running.runs(p_door text, p_machine text, p_program text, p_version text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM running.programs p WHERE p.door = p_door AND (p.machine, p.program) IN (
    SELECT o.machine, o.program FROM running.programs o WHERE o.door = p_door AND o.seen_at < lib.now() - interval '15 minutes' FOR UPDATE SKIP LOCKED);
  UPDATE running.programs p SET version = p_version, seen_at = lib.now() WHERE p.door = p_door AND p.machine = p_machine AND p.program = p_program;
  IF NOT FOUND AND (SELECT count(*) FROM running.programs p WHERE p.door = p_door) < 100 THEN
    INSERT INTO running.programs (door, machine, program, version, seen_at) VALUES (p_door, p_machine, p_program, p_version, lib.now())
    ON CONFLICT (door, machine, program) DO NOTHING;
  END IF;
END $$;

-- The same of the citizens' door.
CREATE OR REPLACE FUNCTION citizen.runs(p_machine text, p_program text, p_version text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT running.runs('citizen', p_machine, p_program, p_version) $$;

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
