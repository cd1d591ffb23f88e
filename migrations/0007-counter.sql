-- Each press at the counter, with what it changed from, so that it can be undone exactly.
CREATE TABLE counter.acts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reservation_id uuid NOT NULL REFERENCES reservations.reservations,
  position smallint NOT NULL,
  card_id bigint REFERENCES cards.cards,
  from_outcome text,
  to_outcome text NOT NULL,
  -- The outcome it replaced was recorded then.
  from_outcome_at timestamptz,
  from_status text,
  to_status text,
  from_whereabouts text,
  reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  undone_at timestamptz,
  undone_by integer
);
CREATE INDEX ON counter.acts (reservation_id, position, id DESC);

-- Rights this version knows. A right that is new here is given to its default roles once; what the city takes away stays away.
CREATE TABLE staff.rights (
  code text PRIMARY KEY
);

-- Callers give the number they booked with.
CREATE INDEX ON reservations.reservations (phone) WHERE phone <> '';
