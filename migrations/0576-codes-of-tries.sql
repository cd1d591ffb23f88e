-- The mail the digits stand in, and those of its try before: a worker that died after the mail server took the mail leaves its reader with these.
ALTER TABLE reservations.codes ADD COLUMN mail_id bigint, ADD COLUMN before bytea;
