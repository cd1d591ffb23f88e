-- A notice that a change of status by hand said to be posted, or no longer to be: the line of the status history, so that taking it back finds what it did.
ALTER TABLE cards.notices
  ADD COLUMN change_id bigint,
  ADD COLUMN undone_change_id bigint;
