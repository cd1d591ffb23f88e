-- A missing card is found in another place than its own: a movement of its own kind.
ALTER TABLE cards.custody_events DROP CONSTRAINT custody_events_event_check;
ALTER TABLE cards.custody_events ADD CONSTRAINT custody_events_event_check CHECK (event IN (
  'arrived', 'shelved', 'moved', 'pulled', 'sent', 'received', 'returned', 'handed-over', 'counted', 'found-missing', 'found-at', 'destroyed', 'undone')) NOT VALID;
