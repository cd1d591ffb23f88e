-- A card that went back with the whole of its act was told apart from those that stayed by nothing: its history says so, at the time of the act's end.
UPDATE cards.bulk_changed x SET undone_at = b.undone_at, undone_by = b.undone_by
FROM cards.bulk_changes b
WHERE b.id = x.bulk_id AND b.undone_at IS NOT NULL AND x.undone_at IS NULL
  AND EXISTS (SELECT FROM cards.status_history h WHERE h.card_id = x.card_id AND h.at = b.undone_at AND h.from_status = b.to_status);
