-- What was done by whom. Insert only: no role but the owner may change or remove a row (§11(12)).
CREATE TABLE audit.events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  -- Sealing reads rows whose transaction is below the oldest running one (ids commit out of order).
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  actor_kind text NOT NULL CHECK (actor_kind IN ('citizen', 'staff', 'clock', 'operator')),
  staff_id integer,
  request_id text,
  source text,
  act text NOT NULL,
  reservation_id uuid,
  card_id bigint,
  office_id integer,
  -- Facts without names, birthdays or addresses.
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ON audit.events (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX ON audit.events (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX ON audit.events (at);

-- The chain over audit.events (§11(12)d); a generation begins anew in a restored cluster.
CREATE TABLE audit.seals (
  event_id bigint PRIMARY KEY,
  generation integer NOT NULL,
  position bigint NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  UNIQUE (generation, position)
);

-- What is to be sent: a kind and a reference, never free text, so a broken web process cannot mail anyone.
CREATE TABLE outbox.mails (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('link', 'manage-link', 'booked', 'changed', 'cancelled', 'reminder', 'no-show', 'closed-day', 'mailing')),
  reservation_id uuid,
  visit_id uuid,
  -- Unique per (kind, reservation or visit, due day or version): a job that runs twice sends once.
  once text NOT NULL UNIQUE,
  due_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'dropped', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  leased_until timestamptz,
  sent_at timestamptz,
  last_error text,
  created_at timestamptz NOT NULL,
  CHECK ((reservation_id IS NULL) <> (visit_id IS NULL))
);
CREATE INDEX mails_due ON outbox.mails (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX ON outbox.mails (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX mails_dead ON outbox.mails (id) WHERE state = 'dead';

-- Numbers the city sets; one row a setting, defaults in src/site/settings.sql.
CREATE TABLE site.settings (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  changed_at timestamptz,
  changed_by integer
);

-- Planned stops (§8(1)⑦, §8(3)⑬).
CREATE TABLE site.maintenance (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  reason text NOT NULL,
  presented_on date NOT NULL,
  cancelled_at timestamptz,
  CHECK (ends_at > starts_at)
);

-- お知らせ on the citizens' site.
CREATE TABLE site.notices (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body text NOT NULL,
  shown_from timestamptz NOT NULL,
  shown_until timestamptz,
  created_by integer
);
