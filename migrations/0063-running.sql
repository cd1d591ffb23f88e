-- Running the service (§9, §13(2)): the book of inspections, faults and enquiries, what was sent to the city about them, and whether the service ran.
CREATE SCHEMA running;

-- 記録簿: from receipt to answer to completion. No personal data of citizens; who asks is an office or a role.
CREATE TABLE running.entries (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The form's UUID: a form sent twice is one entry.
  form uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{0,39}$'),
  way text NOT NULL CHECK (way ~ '^[a-z][a-z-]{0,39}$'),
  received_at timestamptz NOT NULL,
  from_whom text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  due_on date,
  written_at timestamptz NOT NULL,
  -- Null: the watch wrote it.
  staff_id integer,
  completed_at timestamptz,
  completed_by integer,
  -- What the watch noticed: `alarm:12`, `gap:…`. Noticed once.
  noticed text UNIQUE,
  alarm_kind text
);
CREATE INDEX ON running.entries (received_at);
CREATE INDEX entries_open ON running.entries (due_on) WHERE completed_at IS NULL;

-- What was done about an entry, in the order of time. Insert only.
CREATE TABLE running.answers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id integer NOT NULL REFERENCES running.entries ON DELETE CASCADE,
  at timestamptz NOT NULL,
  staff_id integer,
  what text NOT NULL CHECK (what ~ '^[a-z][a-z-]{0,39}$'),
  body text NOT NULL
);
CREATE INDEX ON running.answers (entry_id, id);

-- A fault besides its entry: what the first report says, and the three parts of the 障害報告書.
CREATE TABLE running.faults (
  entry_id integer PRIMARY KEY REFERENCES running.entries ON DELETE CASCADE,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  event text NOT NULL,
  impact text NOT NULL,
  handling text NOT NULL,
  cause text NOT NULL DEFAULT '',
  action text NOT NULL DEFAULT '',
  prevention text NOT NULL DEFAULT ''
);

-- What was handed to the city, as it was: reports of a fault, reports of a month. Insert only: a report is never changed, a new one follows it.
CREATE TABLE running.papers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{0,39}$'),
  entry_id integer REFERENCES running.entries ON DELETE CASCADE,
  month date CHECK (extract(day FROM month) = 1),
  number integer NOT NULL DEFAULT 1,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  content jsonb NOT NULL,
  mails text[] NOT NULL DEFAULT '{}',
  CHECK ((entry_id IS NULL) <> (month IS NULL))
);
CREATE UNIQUE INDEX ON running.papers (entry_id, kind, number);
CREATE UNIQUE INDEX ON running.papers (kind, month) WHERE month IS NOT NULL;

-- Where reports of faults go at the city: addresses of offices.
CREATE TABLE running.contacts (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  mails text[] NOT NULL DEFAULT '{}'
);
INSERT INTO running.contacts DEFAULT VALUES;

-- In which minutes of an hour a process was there and reached the database: bit n is minute n.
CREATE TABLE running.beats (
  door text NOT NULL CHECK (door IN ('citizen', 'desk', 'worker')),
  hour timestamptz NOT NULL,
  minutes bigint NOT NULL,
  PRIMARY KEY (door, hour)
);
CREATE INDEX ON running.beats (hour);

-- A mail of a kind of our own may be to the city itself: about no reservation and no visit.
ALTER TABLE outbox.mails DROP CONSTRAINT IF EXISTS mails_check;
ALTER TABLE outbox.mails ADD CONSTRAINT mails_about_one CHECK (
  (reservation_id IS NULL OR visit_id IS NULL) AND (reservation_id IS NOT NULL OR visit_id IS NOT NULL OR (kind = 'fault-report' AND about IS NOT NULL)));
