-- 日締め: an office confirmed who came on a day and who did not. Taken back, it may be closed once more: a row each time.
CREATE TABLE counter.day_ends (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  office_id integer NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  no_shows integer NOT NULL,
  reopened_at timestamptz,
  reopened_by integer
);
CREATE UNIQUE INDEX ON counter.day_ends (office_id, day) WHERE reopened_at IS NULL;
ALTER TABLE counter.acts ADD COLUMN day_end_id bigint REFERENCES counter.day_ends;
CREATE INDEX ON counter.acts (day_end_id) WHERE day_end_id IS NOT NULL;
