-- Texts that stand in a row of staff's (services, offices, cautions) and are to become others at a time that is set: what is planned, until it stands in its row.
-- Only added to; a plan ends by being called off, or by standing in its row.
CREATE TABLE site.planned_texts (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What it is of: 'service.3', 'office.2', 'caution.7'.
  name text NOT NULL,
  -- {"texts": {"part": {"language": "text"}}, "shown": true}: the parts that become others, and whether the row is shown from then on.
  said jsonb NOT NULL,
  -- The same parts as they were to stand just before, when it was planned.
  was jsonb NOT NULL,
  since timestamptz NOT NULL,
  -- When it was planned, and by whom.
  at timestamptz NOT NULL,
  by_staff integer,
  withdrawn_at timestamptz,
  -- When it was put into its row.
  held_at timestamptz
);
CREATE UNIQUE INDEX planned_texts_coming ON site.planned_texts (name, since) WHERE withdrawn_at IS NULL AND held_at IS NULL;
