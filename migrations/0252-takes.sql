-- §8(3)⑥: how long it takes at the counter, told before a time is chosen: for one person, and for each one more (0 where they are seen at once).
-- 0 for one person: the city says nothing of it.
ALTER TABLE services.services ADD COLUMN takes_minutes integer NOT NULL DEFAULT 0 CHECK (takes_minutes BETWEEN 0 AND 240);
ALTER TABLE services.services ADD COLUMN takes_more integer NOT NULL DEFAULT 0 CHECK (takes_more BETWEEN 0 AND 120);
