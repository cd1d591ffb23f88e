-- A mail that was given up and of which nothing more is to be done: since when. It stays one that was given up, for the lists of whom to call and for the numbers.
ALTER TABLE outbox.mails ADD COLUMN settled_at timestamptz;
