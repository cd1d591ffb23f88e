-- §8(3)⑨: what each of a party ticked to bring, as it read then: [{"who": [place in the party], "bring": [line]}]. Kept as long as the booking.
CREATE TABLE reservations.agreed_papers (
  reservation_id uuid NOT NULL REFERENCES reservations.reservations DEFERRABLE INITIALLY DEFERRED,
  act text NOT NULL CHECK (act IN ('booked', 'moved', 'joined', 'answered')),
  at timestamptz NOT NULL,
  language text NOT NULL,
  papers jsonb NOT NULL,
  PRIMARY KEY (reservation_id, at)
);
