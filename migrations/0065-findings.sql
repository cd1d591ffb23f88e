-- What the analysis of the log found (§11(12)): who did more of something in a day than the city set, and who looked at it.
CREATE TABLE running.findings (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  day date NOT NULL,
  rule text NOT NULL CHECK (rule ~ '^[a-z][a-z-]{0,39}$'),
  -- An account; null: who is not one (a masked address, a role of the database, somebody on a server).
  staff_id integer,
  who text NOT NULL,
  count integer NOT NULL,
  most integer NOT NULL,
  found_at timestamptz NOT NULL,
  reviewed_at timestamptz,
  reviewed_by integer,
  verdict text CHECK (verdict IN ('fine', 'follow-up')),
  note text NOT NULL DEFAULT '',
  CHECK ((reviewed_at IS NULL) = (verdict IS NULL)),
  UNIQUE (day, rule, who)
);
CREATE INDEX findings_open ON running.findings (day) WHERE reviewed_at IS NULL;
