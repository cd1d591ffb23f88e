-- How far a printer prints beside a sheet of labels, in tenths of a millimetre: each printer draws the paper in a little differently.
CREATE TABLE lists.label_printers (
  printer text PRIMARY KEY,
  sheet text NOT NULL CHECK (sheet IN ('24', '44')),
  right_tenths integer NOT NULL CHECK (right_tenths BETWEEN -100 AND 100),
  down_tenths integer NOT NULL CHECK (down_tenths BETWEEN -100 AND 100),
  used_at timestamptz NOT NULL
);
