-- So were those that went back with an act that was taken back a part at a time: each part has a time of its own, between the press and the end.
UPDATE cards.bulk_changed x SET undone_at = h.at, undone_by = b.undone_by
FROM cards.bulk_changes b JOIN cards.bulk_work w ON w.bulk_id = b.id AND w.step = 'undo', cards.status_history h
WHERE b.id = x.bulk_id AND b.undone_at IS NOT NULL AND x.undone_at IS NULL
  AND h.card_id = x.card_id AND h.from_status = b.to_status AND h.at >= b.undone_at AND h.at <= coalesce(w.ended_at, h.at) AND h.why LIKE '一括変更を取り消した%';
