-- Files of the processes' own logs (LOG_DIR): how far each was sealed, with what hash. The proof are the lines 'logs.sealed' of the sealed log; this is where
-- the next look begins (§8(1)⑧, §11(12)).
CREATE TABLE audit.log_files (
  name text PRIMARY KEY,
  host text NOT NULL,
  day date NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  sealed_at timestamptz NOT NULL,
  -- Since when it is not what was sealed, or is gone.
  wrong_since timestamptz
);
CREATE INDEX ON audit.log_files (host, day);
