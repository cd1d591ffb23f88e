-- An approval that was recorded by a wrong press, or is no longer wanted, is withdrawn while nothing was done by it.
ALTER TABLE approvals.matters ADD COLUMN withdrawn_at timestamptz, ADD COLUMN withdrawn_by integer, ADD COLUMN withdrawn_why text;
