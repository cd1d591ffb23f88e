-- A card that is deleted (the undo of an import) is looked for in each table that names it: without these the whole table was read for every card.
CREATE INDEX conflicts_by_card ON intake.conflicts (card_id);
CREATE INDEX changes_by_card ON intake.changes (card_id);
CREATE INDEX acts_by_card ON counter.acts (card_id);
