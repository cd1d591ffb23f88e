-- §8(3)⑥⑨: what each of a party said of how they come (a proxy and why, a lost notice, a lost old card); empty: oneself, with everything.
ALTER TABLE reservations.members ADD COLUMN needs text[] NOT NULL DEFAULT '{}';
