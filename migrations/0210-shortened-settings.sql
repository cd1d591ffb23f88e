-- A length of keeping that is set shorter holds only some days later (§8(1)⑧): until then the one before it goes on.
ALTER TABLE site.settings ADD COLUMN kept_value jsonb;
ALTER TABLE site.settings ADD COLUMN kept_until timestamptz;
