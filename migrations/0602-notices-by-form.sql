-- The form's UUID: a form sent twice is one notice. Null: of a closing, or from before this was kept.
ALTER TABLE site.notices ADD COLUMN form_id uuid;
CREATE UNIQUE INDEX notices_form ON site.notices (form_id);
