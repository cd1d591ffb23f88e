-- Days that were open when the database was restored: a day's end and its mails may have been among what is lost, so a clerk says whether mails go.
ALTER TABLE counter.decided_days ADD COLUMN restored_at timestamptz;
