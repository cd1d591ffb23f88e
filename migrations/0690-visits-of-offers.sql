-- Of which entry of the waiting list a visit took up the offer; and when it was ended because the address it came through is put right.
ALTER TABLE reservations.visits ADD COLUMN entry_id uuid, ADD COLUMN ended_at timestamptz;
