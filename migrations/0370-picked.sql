-- Rows of a list that a clerk ticked, page by page, for an act on many: the keys alone, of a sign-in and for some hours.
CREATE TABLE lists.picked (
  session_id uuid NOT NULL,
  -- Fingerprint of list and filter, as of a print.
  about text NOT NULL,
  -- What the list knows a row by: the id of a card, or of a visit with the place in its party.
  key text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (session_id, about, key)
);
CREATE INDEX ON lists.picked (at);
