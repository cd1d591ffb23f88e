-- Changing opening hours without anyone standing at a shut door: docs/decisions/0004-changing-the-calendar.md.

-- Slots are never deleted: reservations point at them. What a plan no longer holds is `gone`; what a closing shut bears its number.
-- `closed_at` stays the one thing a claim asks; ledger/close.sql keeps the three together.
ALTER TABLE ledger.slots
  ADD COLUMN gone boolean NOT NULL DEFAULT false,
  ADD COLUMN closing_id integer,
  -- Places set aside for those whose visit that closing took away, until then. Each place they take lowers it.
  ADD COLUMN aside integer NOT NULL DEFAULT 0 CHECK (aside >= 0),
  ADD COLUMN aside_for integer,
  ADD COLUMN aside_until timestamptz;
CREATE INDEX slots_closing ON ledger.slots (closing_id) WHERE closing_id IS NOT NULL;
CREATE INDEX slots_aside ON ledger.slots (aside_for) WHERE aside_for IS NOT NULL;

-- 要振替 follows from the closed slot, until a person moves, cancels or keeps the visit: kept_at says that it stays although its slot is shut.
ALTER TABLE reservations.reservations
  ADD COLUMN kept_at timestamptz,
  ADD COLUMN kept_by integer;

-- A service without a card on file knows who comes by what they typed: {key, name, kana, birth_date, phone}.
ALTER TABLE reservations.visits ADD COLUMN person jsonb;

-- A draft: changes to patterns, week rules, holidays and days, thought out before anyone sees them (src/calendar/changes.ts).
CREATE TABLE calendar.drafts (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'publishing', 'published', 'dropped')),
  -- Counts changes to the draft, so that two clerks do not write over each other.
  version integer NOT NULL DEFAULT 0,
  -- New slots open to citizens from then on; null: at once.
  opens_at timestamptz,
  -- The draft that takes this one back, or that this one takes back.
  undoes integer REFERENCES calendar.drafts,
  created_at timestamptz NOT NULL,
  created_by integer,
  changed_at timestamptz NOT NULL,
  changed_by integer,
  published_at timestamptz,
  published_by integer
);
CREATE TABLE calendar.draft_changes (
  draft_id integer NOT NULL REFERENCES calendar.drafts,
  position integer NOT NULL,
  change jsonb NOT NULL,
  -- What stood before it was published: an undo is made of these.
  before jsonb,
  PRIMARY KEY (draft_id, position)
);
-- The one row that everyone locks who changes plan or slots: publishing, closing, the nightly horizon.
CREATE TABLE closing.publishing (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- Counts what was published.
  version bigint NOT NULL DEFAULT 0,
  -- The draft whose steps are not all done.
  draft_id integer REFERENCES calendar.drafts
);
INSERT INTO closing.publishing DEFAULT VALUES;
-- What a publish still has to do, so that it ends the same whoever dies: one office, service and stretch of days a step.
CREATE TABLE closing.publish_steps (
  draft_id integer NOT NULL REFERENCES calendar.drafts,
  office_id integer NOT NULL,
  service_id integer NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (draft_id, office_id, service_id, from_day)
);

-- Closing a day or part of it (台風, J-LIS outage): one row an act.
CREATE TABLE closing.closings (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The form's UUID: a form sent twice is one closing.
  form_id uuid NOT NULL UNIQUE,
  office_id integer NOT NULL REFERENCES offices.offices,
  -- Null: every service of the office.
  service_id integer REFERENCES services.services,
  from_day date NOT NULL,
  to_day date NOT NULL,
  -- Null: the whole day.
  from_minute smallint CHECK (from_minute BETWEEN 0 AND 1440),
  to_minute smallint CHECK (to_minute BETWEEN 0 AND 1440),
  reason text NOT NULL,
  -- Those affected book before others do until then, on days where places were set aside.
  priority_until timestamptz,
  notice_id integer REFERENCES site.notices,
  closed_at timestamptz NOT NULL,
  closed_by integer,
  reopened_at timestamptz,
  reopened_by integer,
  CHECK (to_day >= from_day),
  CHECK (to_minute > from_minute)
);
-- Whom a closing or a publish left at a shut door: the complete list, made in the act's own transaction. Where each stands now follows from the reservation.
CREATE TABLE closing.affected (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  closing_id integer REFERENCES closing.closings,
  draft_id integer REFERENCES calendar.drafts,
  -- No foreign key: checking one locks the reservation after its slot, against the order of locks (a move at the same moment deadlocks).
  reservation_id uuid NOT NULL,
  -- The slot it stood in when it was listed: another one now means moved.
  slot_id bigint NOT NULL,
  listed_at timestamptz NOT NULL,
  -- The phone list: who was reached, by whom, what was said.
  reached_at timestamptz,
  reached_by integer,
  note text NOT NULL DEFAULT '',
  CHECK ((closing_id IS NULL) <> (draft_id IS NULL))
);
CREATE UNIQUE INDEX ON closing.affected (closing_id, reservation_id) WHERE closing_id IS NOT NULL;
CREATE UNIQUE INDEX ON closing.affected (draft_id, reservation_id) WHERE draft_id IS NOT NULL;
CREATE INDEX ON closing.affected (reservation_id);

ALTER TABLE outbox.mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE outbox.mails ADD CONSTRAINT mails_kind_check
  CHECK (kind IN ('link', 'manage-link', 'booked', 'changed', 'cancelled', 'reminder', 'no-show', 'closed-day', 'reopened', 'mailing'));
