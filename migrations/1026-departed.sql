-- That a closed card left for good is a movement of its own kind.
ALTER TABLE cards.custody_events DROP CONSTRAINT custody_events_event_check;
ALTER TABLE cards.custody_events ADD CONSTRAINT custody_events_event_check CHECK (event IN (
  'arrived', 'shelved', 'moved', 'pulled', 'sent', 'received', 'returned', 'handed-over', 'counted', 'found-missing', 'found-at', 'destroyed', 'departed', 'undone')) NOT VALID;
