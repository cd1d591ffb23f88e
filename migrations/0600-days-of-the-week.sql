-- Whether a day would be open where nothing were decided for it alone. Null: laid out before this was kept; the night brings it level. A day shut by an
-- override counts as shut by it until then, as before.
ALTER TABLE calendar.days ADD COLUMN week_open boolean;
UPDATE calendar.days d SET week_open = true FROM calendar.overrides v
WHERE v.office_id = d.office_id AND v.service_id = d.service_id AND v.day = d.day AND v.pattern_id IS NULL AND NOT d.open;
