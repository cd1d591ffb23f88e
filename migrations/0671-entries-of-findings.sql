-- An entry of the book that follows from a finding of the log's analysis leads back to it. The finding goes with the years of the log, the entry with its own.
ALTER TABLE running.entries ADD COLUMN finding_id integer;
CREATE INDEX entries_of_findings ON running.entries (finding_id) WHERE finding_id IS NOT NULL;
