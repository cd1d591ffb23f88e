-- A parcel (便) of cards on their way to another office: packed card by card, sent as one, received card by card (§8(2)⑩).
CREATE TABLE cards.parcels (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_office integer NOT NULL,
  to_office integer NOT NULL CHECK (to_office <> from_office),
  opened_at timestamptz NOT NULL,
  opened_by integer,
  -- NULL: it is being packed.
  sent_at timestamptz,
  sent_by integer
);
CREATE INDEX ON cards.parcels (from_office, id DESC);
CREATE INDEX ON cards.parcels (to_office, id DESC);

-- What lies in it, in the order it was packed.
CREATE TABLE cards.parcel_cards (
  parcel_id integer NOT NULL REFERENCES cards.parcels ON DELETE CASCADE,
  card_id bigint NOT NULL,
  position integer NOT NULL,
  packed_at timestamptz NOT NULL,
  packed_by integer,
  -- The last movement of the card when it was packed: a later one that the parcel did not make says that it lies in it no more.
  after_event bigint NOT NULL,
  -- The movement by which it was sent; NULL: not yet.
  sent_event bigint,
  PRIMARY KEY (parcel_id, card_id)
);
-- A card lies in one parcel.
CREATE UNIQUE INDEX parcel_cards_open ON cards.parcel_cards (card_id) WHERE sent_event IS NULL;
CREATE INDEX parcel_cards_card ON cards.parcel_cards (card_id);
