-- Why rows of a list were not taken, each reason once: how many, and the first of them with what stood there. Gone with the rows themselves.
ALTER TABLE intake.uploads ADD COLUMN reasons jsonb;
