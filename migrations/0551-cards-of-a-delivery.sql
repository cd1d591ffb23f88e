-- How many cards wait to be put away, and which deliveries still have one: the storage page and the order of the deliveries walked all open cards.
CREATE INDEX cards_to_shelve ON cards.cards (import_id) WHERE is_open AND whereabouts = 'expected';
-- Which deliveries have a card whose notice is not posted, and which statuses open cards have.
CREATE INDEX cards_by_status ON cards.cards (status, import_id) WHERE is_open;
