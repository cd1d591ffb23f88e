-- Who was told by phone that the counter is shut, and it opens after all: who told them so, and when. Until then they are on the phone list.
ALTER TABLE closing.affected ADD COLUMN recalled_at timestamptz, ADD COLUMN recalled_by integer;
