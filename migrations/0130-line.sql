-- The line of newcomers while the citizens' site is saturated: numbers are given out in the order in which people came, and up to which one they may come in.
-- One row for all processes, so that the line is one and outlives each of them.
CREATE TABLE site.line (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  last bigint NOT NULL DEFAULT 0,
  admitted bigint NOT NULL DEFAULT 0,
  CHECK (admitted <= last)
);
INSERT INTO site.line DEFAULT VALUES;

-- Which numbers came in, and from where (a keyed hash of the address): a number is good for one browser.
CREATE TABLE site.line_entered (
  number bigint PRIMARY KEY,
  address text NOT NULL,
  at timestamptz NOT NULL,
  again boolean NOT NULL DEFAULT false
);
