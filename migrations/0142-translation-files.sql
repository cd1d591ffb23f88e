-- Files that came back from who translates what staff wrote. `given`: [source, language, body] each; `wrong`: [line, why] each. `before`: what `given` replaced
-- when it was taken over, as [source, language, body or null], so that it can be taken back.
CREATE TABLE site.translation_files (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_name text NOT NULL,
  at timestamptz NOT NULL,
  staff_id integer,
  given jsonb NOT NULL,
  wrong jsonb NOT NULL,
  pressed_at timestamptz,
  before jsonb,
  undone_at timestamptz
);
