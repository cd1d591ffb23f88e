-- 一斉メール (§8(2)⑪): one text by staff to many. Who gets it is the rows of outbox.mails that name it; the filter is kept in words.
CREATE TABLE letters.mailings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The form's UUID: a form sent twice is one mailing.
  form uuid NOT NULL UNIQUE,
  subject text NOT NULL,
  body text NOT NULL,
  -- The booking is told below the text.
  with_visit boolean NOT NULL,
  sentence text NOT NULL,
  at timestamptz NOT NULL,
  leaves_at timestamptz NOT NULL,
  staff_id integer NOT NULL,
  stopped_at timestamptz,
  stopped_by integer
);
CREATE INDEX ON outbox.mails (((about ->> 'mailing')::bigint)) WHERE kind = 'mailing';
