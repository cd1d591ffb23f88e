-- An address that staff found to be right: a list does not overwrite it. What a list says otherwise waits for staff.
CREATE TABLE cards.checked_addresses (
  card_id bigint PRIMARY KEY REFERENCES cards.cards,
  checked_at timestamptz NOT NULL,
  checked_by integer,
  -- What was found to be wrong: a list that says it again is not asked about. NULL: not known.
  old_address text,
  -- What a list says otherwise, and which; NULL: none does.
  told_postal text,
  told_address text,
  told_import integer,
  told_at timestamptz,
  -- How staff decided last, and what stood before, for the way back.
  settled jsonb,
  settled_at timestamptz,
  settled_by integer
);
CREATE INDEX checked_addresses_told ON cards.checked_addresses (told_at) WHERE told_address IS NOT NULL;
INSERT INTO cards.checked_addresses (card_id, checked_at)
SELECT n.card_id, max(n.address_at) FROM cards.notices n WHERE n.address_at IS NOT NULL GROUP BY n.card_id;
