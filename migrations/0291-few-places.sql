-- △ at one place left says how many are left (§8(3)⑧): two is the least that can be set.
UPDATE site.settings SET value = '2'::jsonb WHERE key = 'few-places' AND (value #>> '{}')::integer < 2;
