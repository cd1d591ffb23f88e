-- A day that nobody closed is decided by the clock, once for an office and day, whatever staff do to it afterwards (§8(2)⑫b). What it does has no clerk.
ALTER TABLE counter.day_ends ALTER COLUMN staff_id DROP NOT NULL;
ALTER TABLE counter.acts ALTER COLUMN staff_id DROP NOT NULL;
CREATE TABLE counter.decided_days (
  office_id integer NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  -- closed; part: somebody waits for a clerk; quiet: nobody of the day had a record, so nobody was decided; left: too old to be decided, a clerk's alone.
  result text NOT NULL CHECK (result IN ('closed', 'part', 'quiet', 'left')),
  absent integer NOT NULL DEFAULT 0,
  left_open integer NOT NULL DEFAULT 0,
  PRIMARY KEY (office_id, day)
);
CREATE INDEX decided_days_open ON counter.decided_days (day) WHERE result <> 'closed';
CREATE INDEX day_ends_reopened ON counter.day_ends (day) WHERE reopened_at IS NOT NULL;
-- Nobody is written to of a visit that was over before the city had this. A day that is still open is a clerk's, however old.
INSERT INTO counter.decided_days (office_id, day, at, result)
SELECT o.id, g::date, now(), 'left' FROM offices.offices o CROSS JOIN generate_series(current_date - 31, current_date - 1, interval '1 day') AS g
UNION
SELECT s.office_id, s.day, now(), 'left' FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.state = 'booked' AND s.day < current_date;
