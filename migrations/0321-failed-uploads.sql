-- How often a process began to work on a list, and since when nobody tries any more: then it waits for a person.
ALTER TABLE intake.uploads
  ADD COLUMN tries smallint NOT NULL DEFAULT 0,
  ADD COLUMN failed_at timestamptz,
  ADD COLUMN failed_by text NOT NULL DEFAULT '';
CREATE INDEX uploads_failed ON intake.uploads (id) WHERE failed_at IS NOT NULL;
