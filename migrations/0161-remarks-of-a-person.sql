-- §8(2)⑬: a remark is of a person. Written on a card it is found by whom the card is for, on each of their cards; of who comes without a card it stands
-- under their person key alone. The release before reads and writes those of cards as it did.
ALTER TABLE cards.remarks ALTER COLUMN card_id DROP NOT NULL, ADD COLUMN person_key text, ADD CHECK ((card_id IS NULL) = (person_key IS NOT NULL));
CREATE INDEX remarks_of_person ON cards.remarks (person_key, id DESC) WHERE card_id IS NULL;
