-- Who else comes without a card on file, in the order they were added: [{"person": as visits.person, "typed_in": the cookie's hash of the browser that typed it, hex}].
ALTER TABLE reservations.visits ADD COLUMN more_persons jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(more_persons) = 'array');
