-- The mark of each one's papers as a visit ticked them (reservations.papers_mark); null: not yet, or on a page of the release before.
ALTER TABLE reservations.visits ADD COLUMN papers_seen text;
