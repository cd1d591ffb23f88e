-- What an import brought is asked for by its page, its undo, the day of a box and the filter of lists: without an index each read all cards.
CREATE INDEX cards_of_import ON cards.cards (import_id);
