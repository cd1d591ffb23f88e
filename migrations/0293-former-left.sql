-- Whom a file of former reservations could not book is kept, with how to reach them, until somebody has dealt with it (§8(1)⑬). Of those before, nothing is left.
ALTER TABLE intake.bookings ADD COLUMN settled_at timestamptz;
UPDATE intake.bookings SET settled_at = done_at WHERE state = 'failed' AND day < current_date;
CREATE INDEX bookings_left ON intake.bookings (import_id) WHERE state = 'failed' AND settled_at IS NULL;
