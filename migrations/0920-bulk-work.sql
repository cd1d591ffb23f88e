-- A bulk change of more cards than one act may hold: it is done, or taken back, a part at a time. One at a time of the whole city.
CREATE TABLE cards.bulk_work (
  bulk_id bigint PRIMARY KEY REFERENCES cards.bulk_changes,
  step text NOT NULL CHECK (step IN ('change', 'undo')),
  -- When its notices were posted or came back.
  day date,
  -- With how many cards the step began, how many it has changed, how many it left as they were.
  cards integer NOT NULL,
  done integer NOT NULL DEFAULT 0,
  stayed integer NOT NULL DEFAULT 0,
  begun_at timestamptz NOT NULL,
  moved_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- Somebody ended it before its end.
  stopped_by integer
);
CREATE UNIQUE INDEX bulk_work_one ON cards.bulk_work ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- The cards it has still to look at, as they stood when it was pressed. No reference to cards: a card that goes meanwhile is one that is left out.
CREATE TABLE cards.bulk_left (
  bulk_id bigint NOT NULL REFERENCES cards.bulk_work,
  card_id bigint NOT NULL,
  from_status text NOT NULL,
  PRIMARY KEY (bulk_id, card_id)
);
