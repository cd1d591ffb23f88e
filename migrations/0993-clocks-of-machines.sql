-- By how much the clock of a process's machine was surely ahead of the database's (behind: less than 0), and when it said so. NULL: a process of the release before.
ALTER TABLE running.programs ADD COLUMN clock_ms integer, ADD COLUMN clock_at timestamptz;
