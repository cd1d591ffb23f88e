-- Several offices are shut in one act: a closing each, joined by the form that shut them.
ALTER TABLE closing.closings DROP CONSTRAINT closings_form_id_key;
CREATE UNIQUE INDEX ON closing.closings (form_id, office_id);
