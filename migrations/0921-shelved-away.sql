-- Cards that lay on the shelf of an office other than their first when they were last looked for, each night: who may go back after days (return-days) is asked of these
-- alone. It may hold more than these, never less than lay there yesterday. No reference to cards: it is written anew each night, and a card that went is in no answer.
CREATE TABLE counter.shelved_away (card_id bigint PRIMARY KEY);
INSERT INTO counter.shelved_away
SELECT c.id FROM cards.cards c
WHERE c.is_open AND c.whereabouts = 'shelf' AND EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = c.id AND e.event IN ('received', 'found-at'));
