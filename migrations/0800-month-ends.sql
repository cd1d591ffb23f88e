-- How many cards were kept at the end of each month (§8(2)③): by where they were (NULL: nowhere), those under 支援措置 apart. `kept_long`: longer than six months.
CREATE TABLE cards.month_ends (
  month date NOT NULL,
  office_id integer REFERENCES offices.offices,
  hidden boolean NOT NULL,
  cards integer NOT NULL,
  kept_long integer NOT NULL,
  -- Counted as of then: the end of the month, or before it while it runs.
  at timestamptz NOT NULL,
  CONSTRAINT month_ends_of UNIQUE NULLS NOT DISTINCT (month, office_id, hidden)
);
