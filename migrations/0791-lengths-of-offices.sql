-- How many slots a visit takes at an office that differs from its service.
CREATE TABLE services.lengths (
  service_id integer NOT NULL REFERENCES services.services,
  office_id integer NOT NULL REFERENCES offices.offices,
  slots_long integer NOT NULL CHECK (slots_long BETWEEN 1 AND 8),
  slot_every integer NOT NULL CHECK (slot_every BETWEEN 0 AND 5),
  PRIMARY KEY (service_id, office_id)
);
