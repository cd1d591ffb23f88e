-- The six digits of a registration mail, for who reads it on another device than they began on. One a visit, that of its newest mail; kept as a slow hash
-- with the visit's id, and with the hash of the address it went to.
CREATE TABLE reservations.codes (
  visit_id uuid PRIMARY KEY,
  hash bytea NOT NULL,
  sent_to bytea NOT NULL,
  until timestamptz NOT NULL,
  -- Counted before each is judged.
  tries smallint NOT NULL DEFAULT 0
);
