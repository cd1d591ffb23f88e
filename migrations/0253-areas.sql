-- §8(3)⑤⑦: in which part of the city an office is, in the city's words, so that one may look for a place near by. A table of its own: a column more of
-- offices would change the type that a function returns, and who books at that moment with the release before would be refused once.
CREATE TABLE offices.areas (
  office_id integer PRIMARY KEY REFERENCES offices.offices ON DELETE CASCADE,
  area text NOT NULL CHECK (area <> '')
);
