-- Each pickup notice that was posted for a card: the first, and again. `before`: the card's day of notice before it, so that the act can be taken back.
CREATE TABLE cards.notices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  card_id bigint NOT NULL REFERENCES cards.cards,
  kind text NOT NULL CHECK (kind IN ('first', 'again')),
  posted_on date NOT NULL,
  before date,
  at timestamptz NOT NULL,
  staff_id integer,
  bulk_id bigint REFERENCES cards.bulk_changes,
  undone_at timestamptz,
  -- It came back by the post: when, who recorded it, why.
  returned_at timestamptz,
  returned_by integer,
  returned_why text
);
CREATE INDEX notices_by_card ON cards.notices (card_id, id);
CREATE INDEX notices_by_bulk ON cards.notices (bulk_id) WHERE bulk_id IS NOT NULL;

-- How many cards are at an end of time, counted each night and after each act on many: what 対応が必要 reads with every page.
CREATE TABLE cards.due (
  step text PRIMARY KEY CHECK (step IN ('renotice', 'destroy', 'expires')),
  cards integer NOT NULL,
  at timestamptz NOT NULL
);

CREATE INDEX cards_noticed ON cards.cards (notice_date) WHERE is_open;
CREATE INDEX cards_expiring ON cards.cards (expires_on) WHERE is_open AND expires_on IS NOT NULL;
