-- The board of a day: visits that are to come and those that ended, by slot; old ones lie on other slots.
CREATE INDEX reservations_visits ON reservations.reservations (slot_id) WHERE state IN ('booked', 'ended');
