-- Cards nobody finds: few of all, read with every page of the desk.
CREATE INDEX cards_missing ON cards.cards (id) WHERE is_open AND whereabouts = 'missing';
