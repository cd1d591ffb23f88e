-- What the letters behind the number on a card's label are made with: they cannot be guessed, so that nobody counts cards by counting numbers up. One row.
CREATE TABLE cards.label_secret (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  secret bytea NOT NULL
);
INSERT INTO cards.label_secret (secret) VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
