-- A change of status that took another back says which one stands again by it: the instant of that change. NULL: it took none back, or is of an earlier release.
ALTER TABLE cards.status_history ADD COLUMN back_to timestamptz;
