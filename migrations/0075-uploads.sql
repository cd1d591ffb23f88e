-- A list of cards that somebody gave at the desk: kept until it is taken in or given up, so that neither a page nor a process that dies loses it.
CREATE TABLE intake.uploads (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_name text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  -- Gone when the list is taken in, refused or given up.
  bytes bytea,
  -- As its bytes tell, and as staff say.
  found_encoding text NOT NULL,
  encoding text NOT NULL,
  profile jsonb NOT NULL,
  uploaded_at timestamptz NOT NULL,
  staff_id integer,
  state text NOT NULL DEFAULT 'choosing' CHECK (state IN ('choosing', 'judging', 'judged', 'storing', 'done', 'refused', 'dropped')),
  part real NOT NULL DEFAULT 0,
  rows integer NOT NULL DEFAULT 0,
  -- Until when a process works on it; past: another one goes on.
  lease_until timestamptz,
  pressed_at timestamptz,
  import_id integer REFERENCES intake.imports,
  report jsonb,
  reason text NOT NULL DEFAULT '',
  detail text NOT NULL DEFAULT '',
  -- Rows that cannot be taken, as a CSV file.
  rejected bytea
);
CREATE INDEX uploads_waiting ON intake.uploads (id) WHERE state IN ('judging', 'storing');
CREATE INDEX ON intake.uploads (import_id) WHERE import_id IS NOT NULL;

-- How the city's own files are read: made at the desk by matching columns.
CREATE TABLE intake.profiles (
  name text PRIMARY KEY,
  profile jsonb NOT NULL,
  made_at timestamptz NOT NULL,
  made_by integer
);
