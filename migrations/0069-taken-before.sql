-- Reservations taken before going live (§8(1)⑬): what they were called where they were taken.
ALTER TABLE reservations.reservations ADD COLUMN former_number text;
CREATE INDEX ON reservations.reservations (former_number) WHERE former_number IS NOT NULL;

-- A file of them is a row of intake.imports (kind 'reservations'): judged first, then pressed.
ALTER TABLE intake.imports ADD COLUMN pressed_at timestamptz;
-- Why places above capacity are recorded; null: full slots refuse. Whether the mail of a booking goes to who has an address.
ALTER TABLE intake.imports ADD COLUMN exceed_reason text;
ALTER TABLE intake.imports ADD COLUMN tell boolean NOT NULL DEFAULT false;

-- A visit of such a file: its party stands in rows of one former number.
CREATE TABLE intake.bookings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  import_id integer NOT NULL REFERENCES intake.imports,
  -- Where it begins in the file.
  line integer NOT NULL,
  number text NOT NULL,
  -- What is wrong with its rows, in words; empty: they could be read.
  problem text NOT NULL DEFAULT '',
  channel text,
  office_id integer,
  service_id integer,
  day date,
  start_minute integer,
  -- Who comes, until it is booked or refused; then it stands in the reservation alone.
  members jsonb,
  phone text NOT NULL DEFAULT '',
  mail text,
  remark text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'judged' CHECK (state IN ('judged', 'queued', 'booked', 'waiting', 'there', 'refused', 'failed', 'undoing', 'undone')),
  reason text NOT NULL DEFAULT '',
  exceeded boolean NOT NULL DEFAULT false,
  -- The reservation it becomes; known before, so that a step done twice is one reservation.
  reservation_id uuid NOT NULL DEFAULT gen_random_uuid(),
  done_at timestamptz
);
CREATE INDEX ON intake.bookings (import_id, line);
-- A former number is booked once, whatever files it stands in.
CREATE UNIQUE INDEX ON intake.bookings (number) WHERE state IN ('queued', 'booked', 'waiting', 'undoing');
CREATE INDEX ON intake.bookings (id) WHERE state IN ('queued', 'undoing');
CREATE INDEX ON intake.bookings (id) WHERE state IN ('waiting', 'failed');
