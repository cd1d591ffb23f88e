-- One further slot for every so many people who come along with the first (services.slots_for); 0: as many slots whatever the party.
ALTER TABLE services.services ADD COLUMN slot_every integer NOT NULL DEFAULT 0 CHECK (slot_every BETWEEN 0 AND 5);
