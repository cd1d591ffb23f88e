-- How often a card's visits were written to within a day is asked with each registration mail (§8(3)③): read through the whole table, it took longer with every visit of the week.
CREATE INDEX visits_mailed_for ON reservations.visits USING gin (card_ids) WHERE mails_sent > 0;
