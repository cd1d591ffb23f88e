-- §8(3)⑨⑩: which papers a service asked for, and since when, so that a booking made before is told what is new. Null: since before these were kept.
CREATE TABLE services.bring_versions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_id integer NOT NULL,
  bring text[] NOT NULL,
  bring_under15 text[] NOT NULL,
  since timestamptz
);
CREATE INDEX ON services.bring_versions (service_id, id DESC);
INSERT INTO services.bring_versions (service_id, bring, bring_under15) SELECT id, bring, bring_under15 FROM services.services;

-- By a trigger, as the texts of cautions: the release before changes papers in place.
CREATE FUNCTION services.keep_bring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.bring, NEW.bring_under15) IS DISTINCT FROM (OLD.bring, OLD.bring_under15) THEN
    INSERT INTO services.bring_versions (service_id, bring, bring_under15, since) VALUES (NEW.id, NEW.bring, NEW.bring_under15, lib.now());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_bring AFTER INSERT OR UPDATE ON services.services FOR EACH ROW EXECUTE FUNCTION services.keep_bring();

-- When its party last confirmed what to bring; null: at the booking.
ALTER TABLE reservations.reservations ADD COLUMN papers_at timestamptz;
