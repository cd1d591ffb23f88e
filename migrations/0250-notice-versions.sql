-- §8(1)⑦: every text a notice had, who wrote it and when, so that one before can be taken again; of a caution's texts too who wrote them.
ALTER TABLE site.notices ADD COLUMN version integer NOT NULL DEFAULT 1;
-- Told by the writer with each text and put away by the trigger: the release before tells nobody, and nobody is then named.
ALTER TABLE site.notices ADD COLUMN changed_by integer;

CREATE TABLE site.notice_versions (
  notice_id integer NOT NULL,
  version integer NOT NULL,
  body text NOT NULL,
  -- Null: since before texts were kept.
  since timestamptz,
  by_staff integer,
  PRIMARY KEY (notice_id, version)
);
INSERT INTO site.notice_versions (notice_id, version, body, by_staff) SELECT id, 1, body, created_by FROM site.notices;

CREATE FUNCTION site.keep_notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.version := CASE WHEN TG_OP = 'INSERT' THEN 1 WHEN NEW.body IS DISTINCT FROM OLD.body THEN OLD.version + 1 ELSE OLD.version END;
  IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
    INSERT INTO site.notice_versions (notice_id, version, body, since, by_staff)
    VALUES (NEW.id, NEW.version, NEW.body, lib.now(), CASE WHEN TG_OP = 'INSERT' THEN NEW.created_by ELSE NEW.changed_by END);
  END IF;
  NEW.changed_by := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_notice BEFORE INSERT OR UPDATE ON site.notices FOR EACH ROW EXECUTE FUNCTION site.keep_notice();
