-- Why the bulk change that is under way could not go on when it was last tried: the sign of the fault, never its words, and when. NULL: it went on since.
ALTER TABLE cards.bulk_work ADD COLUMN failed_by text, ADD COLUMN failed_at timestamptz;
