-- See 0342. A process of the release before leaves them as they are.
ALTER TABLE services.bring_versions ADD COLUMN bring_needs jsonb NOT NULL DEFAULT '{}';

CREATE OR REPLACE FUNCTION services.keep_bring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.bring, NEW.bring_under15, NEW.bring_needs) IS DISTINCT FROM (OLD.bring, OLD.bring_under15, OLD.bring_needs) THEN
    INSERT INTO services.bring_versions (service_id, bring, bring_under15, bring_needs, since)
    VALUES (NEW.id, NEW.bring, NEW.bring_under15, NEW.bring_needs, lib.now());
  END IF;
  RETURN NULL;
END $$;
