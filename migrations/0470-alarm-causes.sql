-- What stands behind an alarm that several can be the cause of: a job whose last run failed, a worker that reaches no mail server. Workers share it: an alarm that each kept for
-- itself was ended by another worker's next job. It ends with its last cause.
CREATE TABLE site.alarm_causes (
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{0,39}$'),
  -- Name of the job, or of the machine; nothing of persons.
  cause text NOT NULL CHECK (length(cause) BETWEEN 1 AND 100),
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (kind, cause)
);
