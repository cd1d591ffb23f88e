CREATE TABLE reservations.reservations (
  -- The form's UUID: a form sent twice is one reservation.
  id uuid PRIMARY KEY,
  -- 予約番号, given when booked: eight random digits, so that it tells nothing of how many there are.
  number text UNIQUE,
  service_id integer NOT NULL,
  -- Deferred: an immediate check takes the slot's lock first and deadlocks with closing.
  slot_id bigint NOT NULL REFERENCES ledger.slots DEFERRABLE INITIALLY DEFERRED,
  units integer NOT NULL CHECK (units BETWEEN 1 AND 6),
  state text NOT NULL CHECK (state IN ('held', 'booked', 'lapsed', 'cancelled', 'ended')),
  held_until timestamptz,
  extended integer NOT NULL DEFAULT 0,
  -- How many standing keys it took: all of them must still be its own when it is confirmed.
  keys smallint NOT NULL DEFAULT 0,
  by_desk boolean NOT NULL,
  channel text NOT NULL CHECK (channel IN ('web', 'phone', 'counter', 'migrated')),
  mail text,
  phone text NOT NULL DEFAULT '',
  language text NOT NULL DEFAULT 'ja',
  -- In the mail's link; whoever has it may change and cancel this one reservation.
  manage_secret uuid NOT NULL DEFAULT gen_random_uuid(),
  -- Counts changes: what a page showed is refused when it is no longer so.
  version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  booked_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  registered_by integer
) WITH (fillfactor = 85);
CREATE INDEX reservations_held ON reservations.reservations (slot_id, held_until) WHERE state = 'held';
CREATE INDEX reservations_live ON reservations.reservations (slot_id) WHERE state IN ('held', 'booked');
CREATE UNIQUE INDEX ON reservations.reservations (manage_secret);

CREATE TABLE reservations.members (
  reservation_id uuid NOT NULL REFERENCES reservations.reservations DEFERRABLE INITIALLY DEFERRED,
  position smallint NOT NULL,
  card_id bigint REFERENCES cards.cards DEFERRABLE INITIALLY DEFERRED,
  person_key text,
  -- Services without a card on file identify by these.
  name text,
  kana text,
  birth_date date,
  outcome text CHECK (outcome IN ('arrived', 'handed-over', 'incomplete', 'no-show')),
  outcome_at timestamptz,
  removed_at timestamptz,
  PRIMARY KEY (reservation_id, position)
);
CREATE INDEX ON reservations.members (card_id) WHERE card_id IS NOT NULL;

-- A citizen's walk through the site after proving who they are; the cookie's secret is kept as its SHA-256.
CREATE TABLE reservations.visits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  cookie_hash bytea NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN ('book', 'manage')),
  service_id integer NOT NULL,
  card_ids bigint[] NOT NULL DEFAULT '{}',
  language text NOT NULL DEFAULT 'ja',
  mail text,
  mails_sent integer NOT NULL DEFAULT 0,
  link_secret uuid UNIQUE,
  link_until timestamptz,
  -- Set when the mail's button was pressed: only then may a slot be held.
  proven_at timestamptz,
  cautions integer[] NOT NULL DEFAULT '{}',
  reservation_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX ON reservations.visits (expires_at);
