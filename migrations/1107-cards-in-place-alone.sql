-- The indexes of open cards alone, in whose place others stand (cards-in-place): taken away in a moment, for which alone whoever reads cards waits.
DROP INDEX cards.cards_place, cards.cards_off_shelf, cards.cards_missing;
