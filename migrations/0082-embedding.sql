-- The origin of the city's own site that may show /embed in a frame, e.g. https://www.city.example.jp; empty: none may.
ALTER TABLE site.city ADD COLUMN embed_from text NOT NULL DEFAULT '';
