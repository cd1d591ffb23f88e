-- A closed card that lies in an office leaves it for good (返納・送付): the first of two confirms it and says to whom, another account confirms and records. Taken back
-- before the second: `dropped`; afterwards its movement is taken back.
CREATE TABLE cards.departures (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  card_id bigint NOT NULL REFERENCES cards.cards,
  to_whom text NOT NULL,
  first_by integer NOT NULL,
  first_at timestamptz NOT NULL,
  second_by integer,
  second_at timestamptz,
  dropped_at timestamptz,
  dropped_by integer,
  CHECK (second_by <> first_by),
  CHECK (second_at IS NULL OR dropped_at IS NULL)
);
CREATE UNIQUE INDEX departures_open ON cards.departures (card_id) WHERE second_at IS NULL AND dropped_at IS NULL;
CREATE INDEX departures_by_card ON cards.departures (card_id);
CREATE INDEX departures_done ON cards.departures (second_at) WHERE second_at IS NOT NULL;
