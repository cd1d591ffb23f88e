-- A link that is opened over and over keeps its newest visits alone: they are found by it.
CREATE INDEX visits_link ON reservations.visits (link, created_at) WHERE link IS NOT NULL;
