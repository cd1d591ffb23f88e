-- What staff wrote (cautions, what to bring, notices …) in the site's other languages. Found by the Japanese text itself: a text that was changed has no
-- translation until somebody translates it anew, and one that stands in two places is translated once.
CREATE TABLE site.translations (
  source text NOT NULL CHECK (source <> ''),
  language text NOT NULL,
  body text NOT NULL CHECK (body <> ''),
  at timestamptz NOT NULL
);
CREATE UNIQUE INDEX translations_of ON site.translations (md5(source), language);
