-- Wrong entries of a 予約番号 with a mail address are counted by number too.
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN ('notice', 'address', 'site', 'begun', 'mail', 'held', 'birthday', 'waited', 'number'));
