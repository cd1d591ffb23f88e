-- Who changed a caution last, kept with the version it made. Tables of cautions are locked apart from those of notices.
ALTER TABLE services.caution_versions ADD COLUMN by_staff integer;
