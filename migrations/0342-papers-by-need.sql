-- What somebody brings beside `bring`, and which lines of it they do not, by what they said: {"lost-notice": {"add": [line], "without": [line]}}.
ALTER TABLE services.services ADD COLUMN bring_needs jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(bring_needs) = 'object');
