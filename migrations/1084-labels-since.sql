-- Since when labels of cards say letters behind the number: a sleeve that was labelled before has a label by which only who may see its card finds it.
ALTER TABLE cards.label_seed ADD COLUMN since timestamptz NOT NULL DEFAULT now();
-- Letters came with the seed.
UPDATE cards.label_seed SET since = coalesce((SELECT m.timestamp::timestamptz FROM madoguchi_migrations.kysely_migration m WHERE m.name = '0991-label-seed'), since);
