-- Whose worker sealed a file last: of a machine without a worker the one that fetches its files goes on with them (§11(12)). Null: sealed by the release before.
ALTER TABLE audit.log_files ADD COLUMN keeper text;
