-- Where a mail really arrives, for counting: without the tag (`name+tag@`), in small letters. Here because the index below needs it; its text stands
-- in src/reservations/person.sql, too.
CREATE FUNCTION reservations.mailbox(p_mail text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(regexp_replace(p_mail, '^([^+@]+)\+[^@]*@', '\1@')) $$;

-- Mails somebody asked for by typing, as they are put on their way; the mailbox as its SHA-256.
CREATE TABLE reservations.asked (
  mailbox bytea NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX ON reservations.asked (mailbox, at);

-- Visits without a card on file carry a telephone number: these alone are counted per mailbox, and booking by card costs nothing more.
CREATE INDEX reservations_mailbox ON reservations.reservations (reservations.mailbox(mail)) WHERE phone <> '' AND mail IS NOT NULL;
DROP INDEX reservations.visits_mail;

-- From which address (a keyed hash) a visit without a card was begun: how many places one may keep from others at once is limited.
ALTER TABLE reservations.visits ADD COLUMN begun_from text;
CREATE INDEX visits_begun_from ON reservations.visits (begun_from) WHERE begun_from IS NOT NULL AND reservation_id IS NOT NULL;
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN ('notice', 'address', 'site', 'begun', 'mail', 'held'));
