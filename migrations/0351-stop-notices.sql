-- §8(1)⑦b: what the city was told by mail of a planned stop: that it was planned, changed or called off, to which addresses, and when the mail left.
CREATE TABLE running.stop_notices (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stop_id integer NOT NULL,
  what text NOT NULL CHECK (what IN ('planned', 'changed', 'cancelled')),
  at timestamptz NOT NULL,
  staff_id integer,
  content jsonb NOT NULL,
  -- Addresses of offices of the city; none: it had set none.
  mails text[] NOT NULL,
  -- When a mail server took the first of them. Kept here: mails are removed after some time, and this is the proof.
  sent_at timestamptz
);
CREATE INDEX ON running.stop_notices (stop_id);
