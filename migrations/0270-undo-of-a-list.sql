-- A list that was taken in is taken back as work beside the pages: the verdict that was shown, who pressed, and what came of it.
ALTER TABLE intake.uploads
  ADD COLUMN undo_seen text,
  ADD COLUMN undo_by integer,
  ADD COLUMN undone jsonb,
  DROP CONSTRAINT uploads_state_check,
  ADD CONSTRAINT uploads_state_check CHECK (state IN ('choosing', 'judging', 'judged', 'storing', 'done', 'undoing', 'refused', 'dropped'));
DROP INDEX intake.uploads_waiting;
CREATE INDEX uploads_waiting ON intake.uploads (id) WHERE state IN ('judging', 'storing', 'undoing');
