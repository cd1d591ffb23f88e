-- 取消一覧 finds who was taken out of a party by the day of it. A file of its own: its table and that of 0240 are not locked together.
CREATE INDEX members_removed ON reservations.members (removed_at) WHERE removed_at IS NOT NULL;
