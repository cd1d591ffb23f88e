-- §8(1)⑦: what the city says in place of the words that are built in (sentences of mails, answers to what is often asked, a line in the head of the
-- site), and every text that stood at some place of staff's. Only added to: what is read is the newest whose time has come.
CREATE TABLE site.wordings (
  -- What it is of: 'mail.booked', 'question.proxy', 'head'.
  name text NOT NULL,
  version integer NOT NULL,
  -- {"texts": {"part": {"language": "text"}}, "hidden": true}; what is missing is said as it is built in.
  said jsonb NOT NULL,
  -- From when it is read; null: since before texts were kept.
  since timestamptz,
  -- When it was written, and by whom; null: nobody is known.
  at timestamptz,
  by_staff integer,
  -- It was called off before its time came.
  withdrawn_at timestamptz,
  PRIMARY KEY (name, version)
);
