-- What a printed list showed, so that the next print says what changed: keys and facts of the rows, never a name.
CREATE TABLE lists.prints (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list text NOT NULL,
  -- Fingerprint of list and filter.
  about text NOT NULL,
  rows jsonb NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL
);
CREATE INDEX ON lists.prints (about, id DESC);
CREATE INDEX ON lists.prints (at);

-- The columns a clerk chose of a list, in their order.
CREATE TABLE lists.columns (
  staff_id integer NOT NULL,
  list text NOT NULL,
  columns text[] NOT NULL,
  PRIMARY KEY (staff_id, list)
);
