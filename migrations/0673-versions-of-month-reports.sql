-- The report of a month may be corrected by another version; those before stay as they were handed over. Each version is there once.
DROP INDEX running.papers_kind_month_idx;
CREATE UNIQUE INDEX papers_month_version ON running.papers (kind, month, number) WHERE month IS NOT NULL;
