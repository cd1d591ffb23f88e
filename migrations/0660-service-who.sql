-- §9(3): who may come for a service, as the city says it; none: the words that are built in.
ALTER TABLE services.services ADD COLUMN who text[] NOT NULL DEFAULT '{}';
