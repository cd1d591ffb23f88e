-- When staff found that the address of a visit of somebody under 支援措置 is theirs, and who did: until then no mail goes to it. Null: nobody did.
ALTER TABLE reservations.reservations ADD COLUMN mail_checked_at timestamptz, ADD COLUMN mail_checked_by integer;
