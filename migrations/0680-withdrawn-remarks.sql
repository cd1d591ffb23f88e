-- A remark that was written of the wrong person is withdrawn: its words go, who wrote it and when stay, with who withdrew it and when.
ALTER TABLE cards.remarks ADD COLUMN withdrawn_at timestamptz, ADD COLUMN withdrawn_by integer;
