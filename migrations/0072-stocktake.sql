-- Stock-take of a box (§8(2)⑩): who counted and who checked, and each card that was seen, not found, or does not belong there.
CREATE TABLE cards.stocktakes (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  storage_place_id integer NOT NULL REFERENCES cards.storage_places,
  state text NOT NULL DEFAULT 'counting' CHECK (state IN ('counting', 'counted', 'done', 'dropped')),
  begun_at timestamptz NOT NULL,
  begun_by integer,
  ended_at timestamptz,
  counted_by integer,
  -- Stands when the count is over: cards may be removed after their years, the figures stay.
  seen integer,
  missing integer,
  foreign_cards integer,
  note text NOT NULL DEFAULT '',
  checked_at timestamptz,
  checked_by integer
);
-- One count of a box at a time: a second clerk joins it.
CREATE UNIQUE INDEX stocktakes_open ON cards.stocktakes (storage_place_id) WHERE state IN ('counting', 'counted');
CREATE INDEX ON cards.stocktakes (storage_place_id, id DESC);

CREATE TABLE cards.stocktake_cards (
  stocktake_id integer NOT NULL REFERENCES cards.stocktakes,
  card_id bigint NOT NULL REFERENCES cards.cards ON DELETE CASCADE,
  result text NOT NULL CHECK (result IN ('seen', 'missing', 'foreign')),
  at timestamptz NOT NULL,
  staff_id integer,
  -- The movement that the count wrote; of a card that does not belong there, the last one before it.
  event_id bigint,
  explained_at timestamptz,
  explained_by integer,
  explanation text NOT NULL DEFAULT '',
  PRIMARY KEY (stocktake_id, card_id)
);
CREATE INDEX ON cards.stocktake_cards (card_id);
CREATE INDEX stocktake_differences ON cards.stocktake_cards (stocktake_id) WHERE result <> 'seen' AND explained_at IS NULL;
