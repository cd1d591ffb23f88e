-- A second factor of an account: what its authenticator app computes from, sealed by the desk. No code of `last_step` (30 seconds each) or before it is taken again.
CREATE TABLE staff.second_factors (
  account_id integer PRIMARY KEY REFERENCES staff.accounts,
  secret bytea NOT NULL,
  last_step bigint NOT NULL,
  since timestamptz NOT NULL
);

-- For who has lost the telephone: each is good once. Only its hash is kept.
CREATE TABLE staff.recovery_codes (
  code_hash bytea PRIMARY KEY,
  account_id integer NOT NULL REFERENCES staff.second_factors ON DELETE CASCADE,
  used_at timestamptz
);
CREATE INDEX ON staff.recovery_codes (account_id);

-- A browser whose password was right and that has not given the second factor. It is no session, also to a process that knows nothing of it.
CREATE TABLE staff.half_sign_ins (
  secret_hash bytea PRIMARY KEY,
  account_id integer NOT NULL REFERENCES staff.accounts,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON staff.half_sign_ins (account_id);

-- What a session was begun with besides the password; due: the account has to set a second factor up before anything else. NULL: nothing was asked.
ALTER TABLE staff.sessions ADD COLUMN second text CHECK (second IN ('due', 'app-code', 'recovery-code'));

-- A process of the release before knows no second factor: of an account that has one it begins no session by the password alone.
CREATE FUNCTION staff.ask_second() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (NEW.second IS NULL OR NEW.second = 'due') AND EXISTS (SELECT FROM staff.second_factors WHERE account_id = NEW.account_id) THEN
    PERFORM lib.refuse('second_factor');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ask_second BEFORE INSERT ON staff.sessions FOR EACH ROW EXECUTE FUNCTION staff.ask_second();
