-- 空き待ち: who waits for a place, in the order they entered, and what was offered to them. An offer is a hold of reservations.reservations like any other:
-- it counts among the slot's places, stands for its people, and lapses by the clock.
CREATE SCHEMA waiting;

-- A hold that was offered to who waits: kept until the instant its mail names, not by the minutes of a visit.
ALTER TABLE reservations.reservations ADD COLUMN offered boolean NOT NULL DEFAULT false;

-- A place that is free, with what is asked of its time.
CREATE TYPE waiting.place AS (office_id integer, service_id integer, slot_id bigint, day date, start_minute smallint, free integer, kind text, part text);

CREATE TABLE waiting.entries (
  -- The form's UUID: sent twice, it is one entry. The desk's pages name it.
  id uuid PRIMARY KEY,
  service_id integer NOT NULL REFERENCES services.services,
  -- Who comes together, each with a card that was proven; the first is who entered.
  card_ids bigint[] NOT NULL CHECK (cardinality(card_ids) BETWEEN 1 AND 6),
  mail text,
  phone text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT 'ja',
  channel text NOT NULL CHECK (channel IN ('web', 'phone')),
  office_ids integer[] NOT NULL CHECK (cardinality(office_ids) > 0),
  from_day date NOT NULL,
  to_day date NOT NULL,
  -- weekday, holiday (Saturdays, Sundays and holidays).
  day_kinds text[] NOT NULL CHECK (cardinality(day_kinds) > 0),
  -- morning, afternoon, evening (it ends after 17:15).
  parts text[] NOT NULL CHECK (cardinality(parts) > 0),
  -- The order of all.
  entered_at timestamptz NOT NULL,
  entered_by integer,
  -- Offers by mail that were let pass without a word, one after the other.
  silent smallint NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  end_reason text CHECK (end_reason IN ('booked', 'left', 'days', 'card', 'silent')),
  CHECK (to_day >= from_day),
  CHECK (mail IS NOT NULL OR phone <> ''),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX entries_live ON waiting.entries (entered_at, id) WHERE ended_at IS NULL;
CREATE INDEX entries_cards ON waiting.entries USING gin (card_ids);

CREATE TABLE waiting.offers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id uuid NOT NULL REFERENCES waiting.entries,
  -- The hold. No foreign key: its check would lock it after the entry's own rows.
  reservation_id uuid NOT NULL UNIQUE,
  slot_id bigint NOT NULL,
  offered_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  -- taken, passed (let go, or another time was chosen), lapsed, withdrawn (its slot was shut); null: it stands.
  outcome text CHECK (outcome IN ('taken', 'passed', 'lapsed', 'withdrawn')),
  ended_at timestamptz,
  CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX offers_open ON waiting.offers (entry_id) WHERE outcome IS NULL;
CREATE INDEX offers_slots ON waiting.offers (entry_id, slot_id);

-- Links in mails about an entry (to see and leave it) or an offer (to take it, once). Kept as the SHA-256 of its secret, with that of the address it went to.
CREATE TABLE waiting.links (
  hash bytea PRIMARY KEY,
  entry_id uuid NOT NULL REFERENCES waiting.entries,
  offer_id bigint REFERENCES waiting.offers,
  sent_to bytea NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ON waiting.links (entry_id);
CREATE INDEX ON waiting.links (offer_id) WHERE offer_id IS NOT NULL;

-- A mail about an entry goes to no reservation and no visit, as a report goes to none.
ALTER TABLE outbox.mails DROP CONSTRAINT mails_about_one;
ALTER TABLE outbox.mails ADD CONSTRAINT mails_about_one CHECK (num_nonnulls(reservation_id, visit_id) = CASE WHEN kind = 'fault-report' OR about ? 'entry' THEN 0 ELSE 1 END);
