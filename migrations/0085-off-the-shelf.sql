-- When a visit was last moved: a card that left the shelf before that may have to go elsewhere (`counter/card-tasks.sql`). NULL: never, or by an earlier version.
ALTER TABLE reservations.reservations ADD COLUMN moved_at timestamptz;

-- Cards that are on their way or out of their box: few of all, read with every page of the desk.
CREATE INDEX cards_off_shelf ON cards.cards (id) WHERE is_open AND whereabouts IN ('pulled', 'transit', 'counter');
