-- What a movement left behind it, so that the place beside the card is provably the end of its movements; and what it found, so that
-- it can be taken back exactly. Null in movements recorded by earlier versions.
ALTER TABLE cards.custody_events ADD COLUMN whereabouts text, ADD COLUMN before jsonb, ADD COLUMN undoes bigint;
CREATE INDEX ON cards.custody_events (staff_id, id DESC);

-- How many cards a box holds, its place among the boxes of its cabinet, and the cabinet's among those of its office.
ALTER TABLE cards.storage_places ADD COLUMN size integer NOT NULL DEFAULT 60 CHECK (size BETWEEN 1 AND 1000),
  ADD COLUMN cabinet_order integer NOT NULL DEFAULT 0, ADD COLUMN box_order integer NOT NULL DEFAULT 0;
WITH numbered AS (
  SELECT id, dense_rank() OVER (PARTITION BY office_id ORDER BY length(cabinet), cabinet) AS cabinet_order,
    row_number() OVER (PARTITION BY office_id, cabinet ORDER BY length(box), box) AS box_order
  FROM cards.storage_places)
UPDATE cards.storage_places p SET cabinet_order = n.cabinet_order, box_order = n.box_order,
  -- Never smaller than what lies in it already.
  size = greatest(60, least(1000, coalesce((SELECT max(c.storage_position) FROM cards.cards c WHERE c.storage_place_id = p.id AND c.is_open), 0)))
FROM numbered n WHERE n.id = p.id;

ALTER TABLE cards.storage_rules ADD COLUMN serial_from text, ADD COLUMN serial_to text;
