-- What the city approved before it was done (§9(1)②, 9(3)): a change of the program, a restore from a backup.
CREATE SCHEMA approvals;
CREATE TABLE approvals.matters (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('change', 'restore')),
  -- Of a change: the program it is about, by its digest. Of a restore: the backup's name; empty for the newest.
  subject text NOT NULL,
  -- Of a restore: the moment whose state is wanted; null for all there is.
  until timestamptz,
  title text NOT NULL,
  body text NOT NULL,
  presented_at timestamptz NOT NULL,
  decided_at timestamptz,
  -- Who recorded the decision at the desk.
  decided_by integer,
  approved boolean,
  -- Who of the city decided, as it is written on the paper; and what they added.
  approver text,
  note text,
  -- When what was approved was done.
  used_at timestamptz,
  CHECK ((decided_at IS NULL) = (approved IS NULL))
);
CREATE INDEX ON approvals.matters (presented_at DESC);
CREATE INDEX ON approvals.matters (id) WHERE decided_at IS NULL;
-- Programs that were applied to this database: the digest of SQL and packages, and by which approval.
CREATE TABLE approvals.applied (
  program text PRIMARY KEY,
  version text NOT NULL,
  at timestamptz NOT NULL,
  matter integer
);
