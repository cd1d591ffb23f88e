-- What a list of cards holds, and its rows that were not taken, in pieces of at most 1 MiB: neither whoever keeps it nor whoever reads it needs all of
-- it at once. A process of the release before keeps both in `bytes` and `rejected` of intake.uploads, where they are read too.
CREATE TABLE intake.upload_pieces (
  upload_id integer NOT NULL REFERENCES intake.uploads,
  holds text NOT NULL CHECK (holds IN ('list', 'rejected')),
  n integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (upload_id, holds, n)
);
