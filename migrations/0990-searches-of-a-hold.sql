-- What was typed in a call for which a place is held is found by that hold: whoever goes on with the call, at another seat or in another window, goes on with it.
ALTER TABLE staff.searches ADD COLUMN hold_id uuid;
CREATE INDEX searches_hold ON staff.searches (hold_id, created_at) WHERE hold_id IS NOT NULL;
