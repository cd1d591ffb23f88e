-- §8(3)⑨: which of the party a caution concerned when it was agreed to, by their place in it; null: kept before that was.
ALTER TABLE reservations.agreed ADD COLUMN who smallint[];
-- Another press: who comes said something else of themselves after the booking.
ALTER TABLE reservations.agreed DROP CONSTRAINT agreed_act_check;
ALTER TABLE reservations.agreed ADD CONSTRAINT agreed_act_check CHECK (act IN ('booked', 'moved', 'joined', 'answered'));
