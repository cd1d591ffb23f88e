-- Cards that came to another office are found without reading all movements.
CREATE INDEX custody_events_came ON cards.custody_events (card_id) WHERE event IN ('received', 'found-at');
