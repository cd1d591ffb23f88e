-- Who was received and nothing more was recorded of; and of each figure the part that only who may see persons under 支援措置 has in their sums. Of visits removed before
-- this nothing is known of either.
ALTER TABLE keeping.figures
  ADD COLUMN arrived integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_visits integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_people integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_cancelled integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_handed_over integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_incomplete integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_no_show integer NOT NULL DEFAULT 0,
  ADD COLUMN unseen_arrived integer NOT NULL DEFAULT 0;
