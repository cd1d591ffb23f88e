-- Services without a card on file know who comes by name, kana, birth date and phone.

-- What the desk finds such a person by: the same keys and pairs as a card's. Of members with a card nothing stands here, so booking them costs nothing more.
ALTER TABLE reservations.members
  ADD COLUMN name_key text,
  ADD COLUMN kana_key text,
  ADD COLUMN search text[];
CREATE INDEX members_search ON reservations.members USING gin (search) WITH (fastupdate = off) WHERE card_id IS NULL;
CREATE INDEX members_birth ON reservations.members (birth_date) WHERE card_id IS NULL;
CREATE INDEX reservations_phone ON reservations.reservations (phone) WHERE phone <> '';

-- 支援措置 holds for a person whatever they come for: few have it.
CREATE INDEX cards_protected ON cards.cards (person_key) WHERE protected;

-- Whether the browser that has the visit is the one in which the person was typed.
ALTER TABLE reservations.visits ADD COLUMN person_here boolean NOT NULL DEFAULT true;
-- How much one mail address has begun.
CREATE INDEX visits_mail ON reservations.visits (lower(mail)) WHERE person IS NOT NULL;

-- Nothing that is typed there is checked against a list, so what is counted are beginnings: by address of the caller and by mail address (its SHA-256).
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN ('notice', 'address', 'site', 'begun', 'mail'));
