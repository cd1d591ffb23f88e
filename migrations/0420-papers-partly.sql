-- Which boxes of its papers a visit ticked so far, where not all are: {mark: of the papers, boxes}. What was ticked stays when another button than the page's own is pressed (§8(3)⑨).
ALTER TABLE reservations.visits ADD COLUMN papers_partly jsonb;
