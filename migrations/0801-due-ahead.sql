-- How many cards come to an end of a time in the four weeks after those that are at it.
ALTER TABLE cards.due ADD COLUMN ahead integer NOT NULL DEFAULT 0;
