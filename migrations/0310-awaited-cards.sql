-- A visit taken before going live whose card is not there yet has its place all the same (§8(1)⑬): the notice ID of the card that this person waits for,
-- until it is there. Null for everybody else.
ALTER TABLE reservations.members ADD COLUMN awaits text;
CREATE INDEX members_awaits ON reservations.members (awaits) WHERE awaits IS NOT NULL;
