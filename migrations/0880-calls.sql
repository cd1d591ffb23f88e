-- What came of ringing whoever comes and whose card will not be there, and who has taken it on. Rows are only added: what was wrong is followed by another.
CREATE TABLE counter.calls (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reservation_id uuid NOT NULL REFERENCES reservations.reservations,
  -- The time they were rung about: moved since, they were told nothing of the other.
  slot_id bigint NOT NULL,
  -- not-called: the row before was wrong, nobody rang. taken, given-up: who has it.
  what text NOT NULL CHECK (what IN ('reached', 'not-reached', 'again', 'not-called', 'taken', 'given-up')),
  again_at timestamptz,
  note text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  CHECK ((what = 'again') = (again_at IS NOT NULL))
);
CREATE INDEX ON counter.calls (reservation_id, id DESC);
