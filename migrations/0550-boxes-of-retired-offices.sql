-- An office goes out of use with its boxes. Earlier releases left them: those in which no open card belongs go now, with the rules that lead to them. A box in
-- which cards were left stays until they are sent.
DELETE FROM cards.storage_rules r USING cards.storage_places p, offices.offices o
WHERE p.id = r.storage_place_id AND o.id = p.office_id AND o.retired_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p.id AND c.is_open);
UPDATE cards.storage_places p SET retired_at = o.retired_at FROM offices.offices o
WHERE o.id = p.office_id AND o.retired_at IS NOT NULL AND p.retired_at IS NULL
  AND NOT EXISTS (SELECT FROM cards.cards c WHERE c.storage_place_id = p.id AND c.is_open);
