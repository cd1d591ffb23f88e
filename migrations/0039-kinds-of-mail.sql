-- The words a version knows are its own list (src/outbox/queue.ts): the table takes any, so that a newer version may put one while an older one runs.
ALTER TABLE outbox.mails DROP CONSTRAINT IF EXISTS mails_kind_check;
ALTER TABLE outbox.mails ADD CONSTRAINT mails_kind_word CHECK (kind ~ '^[a-z][a-z-]{0,39}$');
