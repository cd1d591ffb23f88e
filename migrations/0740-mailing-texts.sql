-- How a mailing is said in other languages, {"en": {"subject": …, "body": …}}; who reads a language that is not there gets it in Japanese.
ALTER TABLE letters.mailings ADD COLUMN texts jsonb NOT NULL DEFAULT '{}';
