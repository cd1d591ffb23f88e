-- 月次報告書 before it is submitted: what a person writes beside what is counted. Submitted, it is a row of running.papers.
CREATE TABLE running.months (
  month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
  security text NOT NULL,
  remarks text NOT NULL,
  plans text NOT NULL
);
