-- Work that was done for a try (proof of work), so that each is good once. The id is random; nothing else is known of it.
CREATE TABLE cards.challenges (
  id text PRIMARY KEY,
  used_at timestamptz NOT NULL
);

-- Wrong entries are counted by birthday too (month and day), and tries of who waited instead of working.
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN ('notice', 'address', 'site', 'begun', 'mail', 'held', 'birthday', 'waited'));
