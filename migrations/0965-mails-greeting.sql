-- The mail server was away when this mail was last tried, in a way that whoever greets it finds out whether that is over: then it is tried at once.
ALTER TABLE outbox.mails ADD COLUMN greeting_ends boolean NOT NULL DEFAULT false;
