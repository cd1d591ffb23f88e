-- A caution may concern those alone who said so of themselves; empty: whatever they said.
ALTER TABLE services.cautions ADD COLUMN need text NOT NULL DEFAULT ''
  CHECK (need IN ('', 'self', 'proxy', 'proxy-care', 'proxy-guardian', 'proxy-away', 'lost-notice', 'lost-card'));
