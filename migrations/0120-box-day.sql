-- When a card got its settings before handing over (交付前設定), and when a label for its sleeve was printed. NULL: not yet, or by an earlier version.
ALTER TABLE cards.cards ADD COLUMN set_up_at timestamptz, ADD COLUMN labelled_at timestamptz;

-- One act: a card by scan, or many at once; taken back as a whole.
CREATE TABLE cards.set_ups (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  staff_id integer,
  -- Of an import whose cards were set up together.
  import_id integer,
  card_ids bigint[] NOT NULL,
  undone_at timestamptz,
  undone_by integer
);
CREATE INDEX ON cards.set_ups (staff_id, id);
CREATE INDEX ON cards.set_ups (import_id) WHERE import_id IS NOT NULL;

-- How many cards J-LIS said were in a delivery, and how many were counted. What differs from its list waits until it is put right or explained.
CREATE TABLE intake.told (
  import_id integer PRIMARY KEY REFERENCES intake.imports,
  cards integer NOT NULL CHECK (cards BETWEEN 0 AND 1000000),
  counted integer CHECK (counted BETWEEN 0 AND 1000000),
  at timestamptz NOT NULL,
  staff_id integer,
  explanation text NOT NULL DEFAULT '',
  explained_at timestamptz,
  explained_by integer
);
