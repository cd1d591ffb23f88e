-- Which link's press gave the cookie that was handed on: of two presses of one moment the browser may keep the answer of the first.
ALTER TABLE reservations.handed_on ADD COLUMN link bytea;
