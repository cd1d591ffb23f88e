-- The row of a file is found by the visit that came of it: when its card comes, and when its day passes without one.
CREATE INDEX bookings_reservation ON intake.bookings (reservation_id);
