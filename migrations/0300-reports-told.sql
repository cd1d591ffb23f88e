-- A report of a fault that no mail carried to the city, told by telephone or on paper (§9(1)①): when and by whom. Insert only.
CREATE TABLE running.told (
  paper_id integer PRIMARY KEY REFERENCES running.papers ON DELETE CASCADE,
  at timestamptz NOT NULL,
  staff_id integer NOT NULL
);
