-- A closing locks slots first and lists reservations after; every other act locks its reservation first. The key's check locked each listed
-- reservation and turned that order round (a move on its way out of the slot and the closing waited for each other). Reservations that
-- have a number are never deleted, and only those are listed.
ALTER TABLE closing.affected DROP CONSTRAINT affected_reservation_id_fkey;
-- The visit's day when it was listed: what still waits is counted on every page of the desk, without reading years of old lists.
ALTER TABLE closing.affected ADD COLUMN day date NOT NULL;
CREATE INDEX ON closing.affected (day);
CREATE INDEX ON closing.closings (office_id, to_day);
