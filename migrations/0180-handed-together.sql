-- Cards of one office and day that were handed over with one press, by several visits: taken back together.
CREATE TABLE counter.handed_together (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  office_id integer NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  people integer NOT NULL,
  undone_at timestamptz,
  undone_by integer
);
CREATE INDEX ON counter.handed_together (office_id, day);
ALTER TABLE counter.acts ADD COLUMN together_id bigint REFERENCES counter.handed_together;
CREATE INDEX ON counter.acts (together_id) WHERE together_id IS NOT NULL;
