-- §8(3)④: a registration link opens once; what it opened goes on in that browser, in another one a new mail leads on.
ALTER TABLE reservations.links ADD COLUMN used_at timestamptz;
