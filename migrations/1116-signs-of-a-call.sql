-- The pages that show a call now, by their signs: which of them is left gives back its hold only where no other shows it.
ALTER TABLE staff.searches ADD COLUMN signs uuid[] NOT NULL DEFAULT '{}';
