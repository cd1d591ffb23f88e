-- How busy each office's counter was found at each look of today, in a word (counter/busy.sql); NULL: its board was not kept. Never a count; earlier days go.
CREATE TABLE counter.words (
  office_id integer NOT NULL REFERENCES offices.offices,
  looked_at timestamptz NOT NULL,
  word text CHECK (word IN ('quiet', 'some', 'busy')),
  PRIMARY KEY (office_id, looked_at)
);
