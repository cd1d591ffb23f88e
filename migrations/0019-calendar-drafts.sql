-- A holiday that staff took away stays away: the yearly filling in would bring a deleted row back.
ALTER TABLE calendar.holidays ADD COLUMN retired boolean NOT NULL DEFAULT false;
-- What a preview showed, kept so that a publish that is refused can say what moved since.
CREATE TABLE closing.previews (
  draft_id integer PRIMARY KEY REFERENCES calendar.drafts,
  version text NOT NULL,
  shown jsonb NOT NULL,
  at timestamptz NOT NULL
);
