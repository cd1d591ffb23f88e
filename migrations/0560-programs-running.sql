-- Which program each process runs, as it says itself once a minute: whether the city was asked about it (approvals.applied) is judged of all at once. What was not said again
-- for a quarter of an hour goes with the next that says something.
CREATE TABLE running.programs (
  door text NOT NULL CHECK (door IN ('citizen', 'desk', 'worker')),
  machine text NOT NULL CHECK (length(machine) BETWEEN 1 AND 100),
  program text NOT NULL CHECK (program ~ '^[0-9a-f]{64}$'),
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 40),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (door, machine, program)
);
