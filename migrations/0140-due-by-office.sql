-- How many cards are at an end of time, by where they are (NULL: nowhere yet) and whether they are of people under 支援措置: a number must not tell of them to
-- who may not see them. What was counted in all stands until the next count.
ALTER TABLE cards.due DROP CONSTRAINT due_pkey, ADD COLUMN office_id integer REFERENCES offices.offices, ADD COLUMN hidden boolean NOT NULL DEFAULT false;
ALTER TABLE cards.due ADD CONSTRAINT due_of UNIQUE NULLS NOT DISTINCT (step, office_id, hidden);
