-- What is kept for the years the city sets and then removed (§8(1)⑧): the nights, what stands for what they removed, and its figures.
CREATE SCHEMA keeping;

-- One night of the job: how many there were before and after of each kind, how many went, how many are past their years and why they stay.
CREATE TABLE keeping.nights (
  day date PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  before jsonb NOT NULL,
  after jsonb,
  removed jsonb NOT NULL DEFAULT '{}',
  stays jsonb NOT NULL DEFAULT '{}'
);

-- Closing records: one for each month of each batch that was removed. `digest` is over what went, in its order, so that a copy kept elsewhere can
-- be proven to be it; the line of the log that says the same is sealed. Only added to.
CREATE TABLE keeping.records (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('cards', 'reservations')),
  month date NOT NULL,
  rows integer NOT NULL,
  -- Movements that went with cards; parties' members that went with reservations.
  parts integer NOT NULL,
  digest text NOT NULL,
  years integer NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX ON keeping.records (kind, month);

-- The figures of days whose reservations were removed: with those that stand they are all there ever were.
CREATE TABLE keeping.figures (
  day date NOT NULL,
  office_id integer NOT NULL,
  service_id integer NOT NULL,
  channel text NOT NULL,
  visits integer NOT NULL,
  people integer NOT NULL,
  cancelled integer NOT NULL,
  handed_over integer NOT NULL,
  incomplete integer NOT NULL,
  no_show integer NOT NULL,
  PRIMARY KEY (day, office_id, service_id, channel)
);

-- A card that is kept beyond its years, and why: a dispute, a question that is open.
CREATE TABLE cards.kept (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  card_id bigint NOT NULL REFERENCES cards.cards,
  why text NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  lifted_at timestamptz,
  lifted_by integer
);
CREATE UNIQUE INDEX kept_now ON cards.kept (card_id) WHERE lifted_at IS NULL;
CREATE INDEX kept_by_card ON cards.kept (card_id);

CREATE INDEX cards_closed ON cards.cards (status_at, id) WHERE NOT is_open;
CREATE INDEX reservations_over ON reservations.reservations (ended_at) WHERE state IN ('ended', 'cancelled');
CREATE INDEX allowances_by_reservation ON ledger.allowances (reservation_id);
