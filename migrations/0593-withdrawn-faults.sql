-- A fault that was none: planned work, or a false alarm. It is completed without a 障害報告書, and listed as withdrawn.
ALTER TABLE running.faults
  ADD COLUMN withdrawn_as text CHECK (withdrawn_as IN ('planned', 'false-alarm')),
  ADD COLUMN withdrawn_why text,
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN withdrawn_by integer;
