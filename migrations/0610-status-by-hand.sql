-- A change of status that staff made by hand, one card at a time: the newest of a card can be taken back. What stands before this is not known to be one.
ALTER TABLE cards.status_history ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
