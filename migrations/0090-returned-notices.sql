-- A notice that came back by the post (返戻): on which day, and how the card stood before it, so that it can be taken back. Then: its address was checked.
ALTER TABLE cards.notices
  ADD COLUMN returned_on date,
  -- NULL: the card's status stayed as it was.
  ADD COLUMN returned_from text,
  ADD COLUMN address_at timestamptz,
  ADD COLUMN address_by integer;

-- Few of all; counted with every page of the desk.
CREATE INDEX notices_returned ON cards.notices (card_id) WHERE returned_at IS NOT NULL;

-- Why notices come back, as the city words it: offered to a clerk, in this order. A notice keeps the words themselves.
CREATE TABLE cards.return_reasons (
  position smallint PRIMARY KEY,
  words text NOT NULL CHECK (words <> '' AND length(words) <= 100)
);
INSERT INTO cards.return_reasons (position, words) VALUES
  (1, 'あて所に尋ねあたりません'),
  (2, '転居先不明'),
  (3, '保管期間の経過'),
  (4, '受取拒否'),
  (5, '転送不要のため返戻');

-- Cards that staff made 通知返戻 by hand: their last notice came back that day. One that a list told of is written down first.
INSERT INTO cards.notices (card_id, kind, posted_on, before, at)
SELECT c.id, 'first', c.notice_date, c.notice_date, c.status_at FROM cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category = 'returned'
WHERE c.is_open AND c.notice_date IS NOT NULL AND NOT EXISTS (SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.undone_at IS NULL);
UPDATE cards.notices n SET returned_at = c.status_at, returned_on = greatest((c.status_at AT TIME ZONE 'Asia/Tokyo')::date, n.posted_on), returned_by = h.staff_id, returned_why = h.why,
  returned_from = h.from_status
FROM cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category = 'returned'
  JOIN LATERAL (SELECT staff_id, why, from_status FROM cards.status_history WHERE card_id = c.id ORDER BY id DESC LIMIT 1) h ON true
WHERE c.is_open AND n.id = (SELECT max(x.id) FROM cards.notices x WHERE x.card_id = c.id AND x.undone_at IS NULL);
