-- Why the city was told of a planned stop less than two weeks before it (§8(1)⑦b); NULL where it was told in time.
ALTER TABLE site.maintenance ADD COLUMN short_notice text;
