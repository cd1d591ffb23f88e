-- A visit may be longer than one slot (services.slots_long): the slots after the one it begins in, in order, each with as many places of it.
ALTER TABLE reservations.reservations
  ADD COLUMN more_slots bigint[] NOT NULL DEFAULT '{}' CHECK (cardinality(more_slots) <= 7 AND slot_id <> ALL (more_slots));
CREATE INDEX reservations_more_slots ON reservations.reservations USING gin (more_slots) WHERE more_slots <> '{}' AND state IN ('held', 'booked');
