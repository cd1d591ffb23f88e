-- Until the night after the upgrade nobody counted what comes to its end in four weeks: that is told as not known, not as none.
ALTER TABLE cards.due ALTER COLUMN ahead DROP NOT NULL, ALTER COLUMN ahead DROP DEFAULT;
UPDATE cards.due SET ahead = NULL;
