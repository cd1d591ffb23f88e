-- Notices that were written down of what a list told because they came back, which was taken back since: the list alone tells them, and may correct their day.
-- What came back stays, and so does what was taken back as not posted.
DELETE FROM cards.notices
WHERE kind = 'first' AND before = posted_on AND staff_id IS NULL AND bulk_id IS NULL AND change_id IS NULL AND undone_change_id IS NULL
  AND returned_at IS NULL AND undone_at IS NULL;
