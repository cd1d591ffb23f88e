-- When somebody joined a visit that was there before: what its people were told by then was not told to them. NULL: from the first, or before this was kept.
ALTER TABLE reservations.members ADD COLUMN joined_at timestamptz;
