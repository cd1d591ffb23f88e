-- 支援措置: since when and why somebody is shown to named roles only, and until when they were. It is a person's: a card made for them later has it too.
CREATE TABLE cards.protections (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The card on whose page it was marked; null once that card's years are over and the mark still stands.
  card_id bigint REFERENCES cards.cards,
  -- Of the person; null where the birth date is not known, and the mark is of the card alone.
  person_key text,
  since date NOT NULL,
  why text NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer,
  lifted_at timestamptz,
  lifted_by integer,
  lifted_why text
);
CREATE INDEX ON cards.protections (person_key) WHERE person_key IS NOT NULL;
CREATE INDEX ON cards.protections (card_id) WHERE card_id IS NOT NULL;
-- Who was marked before there was a page for it.
INSERT INTO cards.protections (card_id, person_key, since, why, at)
SELECT DISTINCT ON (coalesce(person_key, id::text)) id, person_key, (updated_at AT TIME ZONE 'Asia/Tokyo')::date, '', updated_at
FROM cards.cards WHERE protected ORDER BY coalesce(person_key, id::text), id;
