-- Custody follows where a card is, not whether its matter is open: the indexes that lists of boxes and of cards off their shelf are read by hold closed cards too.
-- What processes of the release before ask, of open cards alone, is answered by them as well. The old ones go in a step of their own (cards-in-place-alone): while
-- these are built nobody who reads cards waits.
CREATE INDEX cards_in_box ON cards.cards (storage_place_id, storage_position) WHERE storage_place_id IS NOT NULL;
CREATE INDEX cards_out_of_box ON cards.cards (id) WHERE whereabouts IN ('pulled', 'transit', 'counter');
CREATE INDEX cards_not_found ON cards.cards (id) WHERE whereabouts = 'missing';
-- Closed cards that lie in an office: few of all, counted with every page of the desk of who may let them go.
CREATE INDEX cards_closed_here ON cards.cards (id) WHERE NOT is_open AND whereabouts IN ('shelf', 'pulled', 'counter');
