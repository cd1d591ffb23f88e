-- See 0254. The trigger keeps with each version who wrote it.
ALTER TABLE services.cautions ADD COLUMN changed_by integer;

CREATE OR REPLACE FUNCTION services.keep_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.version := CASE WHEN TG_OP = 'INSERT' THEN 1 WHEN (NEW.concerns, NEW.body) IS DISTINCT FROM (OLD.concerns, OLD.body) THEN OLD.version + 1 ELSE OLD.version END;
  IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
    INSERT INTO services.caution_versions (caution_id, version, concerns, body, since, by_staff)
    VALUES (NEW.id, NEW.version, NEW.concerns, NEW.body, lib.now(), NEW.changed_by);
  END IF;
  NEW.changed_by := NULL;
  RETURN NEW;
END $$;
