-- A card is destroyed by two (§8(2)⑦, domain.md): the first confirms, another account confirms and records. Taken back before the second: `dropped`.
CREATE TABLE cards.destructions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  card_id bigint NOT NULL REFERENCES cards.cards,
  first_by integer NOT NULL,
  first_at timestamptz NOT NULL,
  second_by integer,
  second_at timestamptz,
  dropped_at timestamptz,
  dropped_by integer,
  CHECK (second_by <> first_by),
  CHECK (second_at IS NULL OR dropped_at IS NULL)
);
CREATE UNIQUE INDEX destructions_open ON cards.destructions (card_id) WHERE second_at IS NULL AND dropped_at IS NULL;
CREATE INDEX destructions_by_card ON cards.destructions (card_id);
CREATE INDEX destructions_done ON cards.destructions (second_at) WHERE second_at IS NOT NULL;
