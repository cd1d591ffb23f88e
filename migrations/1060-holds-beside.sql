-- A place held for a booking whose people wait for an earlier time: the booking it is for. Nobody stands in such a hold: its people stand for the booking, which takes its places over.
ALTER TABLE reservations.reservations ADD COLUMN beside uuid;
CREATE INDEX reservations_beside ON reservations.reservations (beside) WHERE beside IS NOT NULL AND state = 'held';
