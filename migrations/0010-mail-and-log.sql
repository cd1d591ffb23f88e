-- A mail keeps one random Message-ID for life, so that a mail sent again after a crash can be recognised as the same; random, because a
-- running number would tell how many are sent. `lease` says whose sending it is: a worker that lost it may not write the outcome.
ALTER TABLE outbox.mails
  ADD COLUMN message_id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN lease uuid;
-- While it is being sent `next_at` is the lease's end: one index finds what is due and what was left behind.
-- Somebody sits and waits for these two kinds; they go before any number of others.
CREATE INDEX mails_urgent ON outbox.mails (next_at) WHERE state IN ('waiting', 'sending') AND kind IN ('link', 'manage-link');
CREATE INDEX mails_done ON outbox.mails (created_at) WHERE state IN ('sent', 'dropped', 'dead');

-- The sealer walks the log in the order of transactions.
CREATE INDEX events_by_transaction ON audit.events (xid, id);
-- Transaction ids begin anew in a restored or copied cluster, so does the chain: a generation a cluster.
CREATE TABLE audit.generations (
  generation integer PRIMARY KEY,
  -- Which cluster, and which of its timelines.
  cluster text NOT NULL,
  began_at timestamptz NOT NULL,
  -- What the first seal is chained to; binds the generation to the last head of the one before.
  seed bytea NOT NULL,
  -- All rows of transactions below are sealed.
  sealed_below xid8 NOT NULL
);
-- Rows go after the years the city sets; their hash stays, so that the chain still links.
ALTER TABLE audit.seals
  ADD COLUMN row_hash bytea NOT NULL,
  ADD COLUMN removed_at timestamptz;
CREATE INDEX ON audit.seals (sealed_at) WHERE removed_at IS NULL;

-- What needs somebody's eye and is no single mail or card: shown at the desk until it ends by itself.
CREATE TABLE site.alarms (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{0,39}$'),
  began_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- Numbers only; nothing of persons.
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX alarms_open ON site.alarms (kind) WHERE ended_at IS NULL;
