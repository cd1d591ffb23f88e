-- The list of cancellations finds them by the day of the visit, and people who were taken out of a booking by when.
CREATE INDEX reservations_cancelled ON reservations.reservations (slot_id) WHERE state = 'cancelled';
