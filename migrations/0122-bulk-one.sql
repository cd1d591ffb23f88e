-- A card that was taken out of a bulk change by itself: it stands as before it, whatever becomes of the others.
ALTER TABLE cards.bulk_changed ADD COLUMN undone_at timestamptz, ADD COLUMN undone_by integer;
