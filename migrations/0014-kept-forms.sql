-- What a clerk sent after the desk had asked for the password again: given back to the same account, then forgotten.
CREATE TABLE staff.kept_forms (
  id uuid PRIMARY KEY,
  account_id integer NOT NULL REFERENCES staff.accounts,
  path text NOT NULL,
  fields jsonb NOT NULL,
  kept_at timestamptz NOT NULL
);
CREATE INDEX ON staff.kept_forms (kept_at);
