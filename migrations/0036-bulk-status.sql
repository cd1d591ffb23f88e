-- One act that changed the status of many cards, so that it can be taken back whole.
CREATE TABLE cards.bulk_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  to_status text NOT NULL REFERENCES cards.statuses,
  why text NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  undone_at timestamptz,
  undone_by integer
);
CREATE TABLE cards.bulk_changed (
  bulk_id bigint NOT NULL REFERENCES cards.bulk_changes,
  card_id bigint NOT NULL REFERENCES cards.cards,
  from_status text NOT NULL,
  PRIMARY KEY (bulk_id, card_id)
);
CREATE INDEX ON cards.bulk_changed (card_id);
