-- Parcels that were begun and not sent are counted with every page of the desk.
CREATE INDEX parcels_open ON cards.parcels (id) WHERE sent_at IS NULL;
