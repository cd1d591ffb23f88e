-- The offices an account is bound to; an account without a row here acts for the whole city. Processes of the release before do not read it: to them nobody is bound.
CREATE TABLE staff.account_offices (
  account_id integer NOT NULL REFERENCES staff.accounts (id) ON DELETE CASCADE,
  office_id  integer NOT NULL REFERENCES offices.offices (id),
  PRIMARY KEY (account_id, office_id)
);
CREATE INDEX account_offices_office ON staff.account_offices (office_id);
