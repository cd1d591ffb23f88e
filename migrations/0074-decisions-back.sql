-- What a decision about a contradicting row found and left, so that it can be taken back. Null in decisions of earlier versions.
ALTER TABLE intake.conflicts ADD COLUMN before jsonb, ADD COLUMN made_card bigint, ADD COLUMN left_at timestamptz;
CREATE INDEX ON intake.conflicts (decided_at DESC) WHERE decided_at IS NOT NULL;
