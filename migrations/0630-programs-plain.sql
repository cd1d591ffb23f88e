-- Whoever has a door's role writes here: a machine and a version are no place for a sentence, which the alarm and the sealed log would repeat. What is not
-- like one stands as ?. Rows of before go within a quarter of an hour.
ALTER TABLE running.programs
  ADD CONSTRAINT programs_machine_plain CHECK (machine ~ '^([A-Za-z0-9._-]{1,60}|\?)$') NOT VALID,
  ADD CONSTRAINT programs_version_plain CHECK (version ~ '^([0-9A-Za-z.+-]{1,40}|\?)$') NOT VALID;
