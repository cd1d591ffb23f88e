-- What a mail is about beyond whom it is to (the day of a reminder, that it is sent again); it stood in the key it is unique by. Null: put by a
-- version before this one, whose processes may still run; outbox.about reads it from the key.
-- `subject` and `body`: what was sent, with the secrets of its links cut out (docs/decisions/0005-letters.md). Null: not sent, or sent by a version before.
ALTER TABLE outbox.mails
  ADD COLUMN about jsonb,
  ADD COLUMN subject text,
  ADD COLUMN body text;
