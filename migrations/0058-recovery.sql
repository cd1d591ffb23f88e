-- Backups and restores (§9(1)②, 9(4)⑤, 11(4)): what was taken, how far the copied log reaches, and what was restored with whose approval.
CREATE SCHEMA recovery;
CREATE TABLE recovery.backups (
  name text PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  state text NOT NULL CHECK (state IN ('running', 'good', 'failed')),
  bytes bigint,
  -- Why it failed, or which further folder has no copy: codes and names of folders.
  fault text
);
CREATE INDEX ON recovery.backups (began_at DESC);
-- How far the write-ahead log lies with the backups; one row.
CREATE TABLE recovery.log_copy (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  kept_until timestamptz,
  tried_at timestamptz NOT NULL,
  fault text
);
-- What this database was restored from. `token` names one unpacking of a backup.
CREATE TABLE recovery.restores (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token uuid NOT NULL UNIQUE,
  backup text NOT NULL,
  -- Who of the city approved, when, why: as it was recorded.
  approval jsonb NOT NULL,
  reached timestamptz,
  unpacked_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  report jsonb NOT NULL
);
