-- What is asked of the pages that send mails of bookings is counted by itself, right and wrong alike: apart from the wrong entries of who books.
ALTER TABLE cards.tries DROP CONSTRAINT tries_scope_check;
ALTER TABLE cards.tries ADD CONSTRAINT tries_scope_check CHECK (scope IN (
  'notice', 'address', 'site', 'begun', 'mail', 'held', 'birthday', 'waited', 'number', 'logged', 'proved', 'manage-notice', 'manage-address', 'manage-birthday'));
