-- The rows that judging a list found good, packed: who stores the list in the same process need not read and judge it again. `good_rows` says by what they
-- were judged and what was counted. A process of the release before knows neither, and reads the list.
ALTER TABLE intake.uploads ADD COLUMN good_rows jsonb;
