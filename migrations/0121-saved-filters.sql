-- A filter of a list under a name, for its clerk alone or for all of an office.
CREATE TABLE lists.filters (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list text NOT NULL,
  name text NOT NULL,
  -- Whose it is; NULL: of all who work at the office.
  staff_id integer,
  -- Of which office, where it is shared; NULL there: of those who belong to none.
  office_id integer,
  -- What the boxes hold. A day is {"days": n}, counted from the day it is opened, where it moves on.
  boxes jsonb NOT NULL,
  sort text NOT NULL DEFAULT '',
  made_at timestamptz NOT NULL,
  made_by integer NOT NULL
);
CREATE UNIQUE INDEX filters_name ON lists.filters (list, name, coalesce(staff_id, 0), coalesce(office_id, 0));

-- The columns and their order that clerks see of a list before they choose their own, where the city set them.
CREATE TABLE lists.city_columns (
  list text PRIMARY KEY,
  columns text[] NOT NULL,
  set_at timestamptz NOT NULL,
  set_by integer
);
