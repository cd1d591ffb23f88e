-- Since when labels of cards say letters behind the number: a sleeve that was labelled before has a label by which only who may see its card finds it.
ALTER TABLE cards.label_seed ADD COLUMN since timestamptz NOT NULL DEFAULT now();
