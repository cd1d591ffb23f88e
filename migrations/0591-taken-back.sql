-- Ended because staff took back what made it: a walk-in received by mistake, a booking of a file that was taken back. It is no cancellation and in no figure.
ALTER TABLE reservations.reservations ADD COLUMN taken_back boolean NOT NULL DEFAULT false;
