-- The change of status that a line of the history took back: whoever presses twice is told that it is done.
ALTER TABLE cards.status_history ADD COLUMN undone_change_id bigint;
