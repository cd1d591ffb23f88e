-- Links in mails, each mail its own. Kept as the SHA-256 of its secret, with that of the address it went to: it opens for as long as that
-- is still the address of its visit or reservation, whoever changed it and however.
CREATE TABLE reservations.links (
  hash bytea PRIMARY KEY,
  visit_id uuid,
  reservation_id uuid,
  sent_to bytea NOT NULL,
  -- Registration links end; a reservation's ends with the reservation.
  until timestamptz,
  created_at timestamptz NOT NULL,
  -- 終了する was pressed where it had been opened.
  finished_at timestamptz,
  CHECK ((visit_id IS NULL) <> (reservation_id IS NULL)),
  CHECK ((visit_id IS NULL) = (until IS NULL))
);
CREATE INDEX ON reservations.links (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX ON reservations.links (reservation_id) WHERE reservation_id IS NOT NULL;

-- The link through which the browser that has the visit came.
ALTER TABLE reservations.visits ADD COLUMN link bytea;

-- Links mailed so far open until they end. Their clear texts are no longer written, and forgotten by the worker (reservations.expire) once no mail
-- of the release before is under way; the next release drops the columns.
INSERT INTO reservations.links (hash, visit_id, sent_to, until, created_at)
SELECT sha256(convert_to(link_secret::text, 'UTF8')), id, sha256(convert_to(mail, 'UTF8')), link_until, created_at
FROM reservations.visits WHERE link_secret IS NOT NULL AND link_until IS NOT NULL AND mail IS NOT NULL;
INSERT INTO reservations.links (hash, reservation_id, sent_to, created_at)
SELECT sha256(convert_to(manage_secret::text, 'UTF8')), id, sha256(convert_to(mail, 'UTF8')), created_at
FROM reservations.reservations WHERE number IS NOT NULL AND mail IS NOT NULL AND manage_secret IS NOT NULL;
ALTER TABLE reservations.reservations ALTER COLUMN manage_secret DROP NOT NULL, ALTER COLUMN manage_secret DROP DEFAULT;

-- Whose visit went on in another browser: what the one before is told.
CREATE TABLE reservations.handed_on (
  cookie_hash bytea PRIMARY KEY,
  at timestamptz NOT NULL
);
