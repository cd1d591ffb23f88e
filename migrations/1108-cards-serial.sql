-- A card in hand is scanned by the serial number printed on it: without this each scan read the whole table. Upper case, as a scan is read whatever a list wrote.
CREATE INDEX cards_serial ON cards.cards (upper(serial_no)) WHERE serial_no <> '';
