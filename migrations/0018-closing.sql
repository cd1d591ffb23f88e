-- The visit's day when it was listed: what still waits is counted on every page of the desk, without reading years of old lists.
ALTER TABLE closing.affected ADD COLUMN day date;
UPDATE closing.affected a SET day = s.day FROM ledger.slots s WHERE s.id = a.slot_id;
ALTER TABLE closing.affected ALTER COLUMN day SET NOT NULL;
CREATE INDEX ON closing.affected (day);
CREATE INDEX ON closing.closings (office_id, to_day);
