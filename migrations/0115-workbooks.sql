-- Of an Excel workbook the sheet that was read into lines, and how many others that are shown were not.
ALTER TABLE intake.uploads ADD COLUMN sheet text, ADD COLUMN other_sheets smallint NOT NULL DEFAULT 0;
