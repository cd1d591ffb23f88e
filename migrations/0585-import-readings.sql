-- How a list was read: its encoding, head, dates and columns, as one hash. The same file by other columns is another list. NULL: by an earlier version.
ALTER TABLE intake.imports ADD COLUMN reading text;
