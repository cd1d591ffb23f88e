-- 端末と印刷の動作確認 (§8(1)⑨): each check of a terminal and its printer, before going live and after a replacement. A name stands for a terminal within its office.
CREATE TABLE site.terminal_checks (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  form_id uuid NOT NULL UNIQUE,
  terminal text NOT NULL CHECK (terminal <> ''),
  office_id integer,
  staff_id integer NOT NULL,
  at timestamptz NOT NULL,
  occasion text NOT NULL CHECK (occasion IN ('first', 'replaced', 'again')),
  browser text NOT NULL,
  screen text NOT NULL,
  -- Item → ok | fault | unused.
  results jsonb NOT NULL,
  faults integer NOT NULL,
  remark text NOT NULL
);
CREATE INDEX ON site.terminal_checks (office_id, terminal, id DESC);
