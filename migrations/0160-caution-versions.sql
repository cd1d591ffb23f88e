-- §8(3)⑨: every text a caution ever had, and who agreed to which. A caution's version counts its texts; where it stands, whom it concerns by age and
-- whether it is shown are no text.
ALTER TABLE services.cautions ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE services.caution_versions (
  caution_id integer NOT NULL,
  version integer NOT NULL,
  concerns text NOT NULL,
  body text NOT NULL,
  -- From when it stood there; null: since before texts were kept.
  since timestamptz,
  PRIMARY KEY (caution_id, version)
);
INSERT INTO services.caution_versions (caution_id, version, concerns, body) SELECT id, 1, concerns, body FROM services.cautions;

-- By a trigger: a process of the release before writes the text in place and knows of no versions.
CREATE FUNCTION services.keep_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.version := CASE WHEN TG_OP = 'INSERT' THEN 1 WHEN (NEW.concerns, NEW.body) IS DISTINCT FROM (OLD.concerns, OLD.body) THEN OLD.version + 1 ELSE OLD.version END;
  IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
    INSERT INTO services.caution_versions (caution_id, version, concerns, body, since) VALUES (NEW.id, NEW.version, NEW.concerns, NEW.body, lib.now());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_version BEFORE INSERT OR UPDATE ON services.cautions FOR EACH ROW EXECUTE FUNCTION services.keep_version();

-- Which versions a visit ticked: {"caution": version}. `cautions` beside it holds those of them that are current, as the release before reads it.
ALTER TABLE reservations.visits ADD COLUMN ticked jsonb NOT NULL DEFAULT '{}';
UPDATE reservations.visits v SET ticked = (SELECT jsonb_object_agg(c::text, 1) FROM unnest(v.cautions) AS c) WHERE v.cautions <> '{}';

-- What was agreed to for a reservation, for as long as the reservation is kept.
CREATE TABLE reservations.agreed (
  reservation_id uuid NOT NULL REFERENCES reservations.reservations DEFERRABLE INITIALLY DEFERRED,
  caution_id integer NOT NULL,
  version integer NOT NULL,
  -- At which press: the booking, another day, one person more.
  act text NOT NULL CHECK (act IN ('booked', 'moved', 'joined')),
  at timestamptz NOT NULL,
  language text NOT NULL,
  -- The text as it was said in that language; null: in Japanese.
  said text,
  PRIMARY KEY (reservation_id, caution_id, version)
);
