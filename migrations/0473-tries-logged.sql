-- What is counted besides wrong entries: tries that came to nothing, of an address, so that the log does not grow by as much as somebody sends; and how often one ID was proved.
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN ('notice', 'address', 'site', 'begun', 'mail', 'held', 'birthday', 'waited', 'number', 'logged', 'proved'));
