-- A press may be of a whole party, and a walk-in's makes its booking too: all of a press is taken back together.
-- press: the first act of the press this act belongs to; null for an act alone. booked: the press made the booking.
ALTER TABLE counter.acts ADD COLUMN press bigint, ADD COLUMN booked boolean NOT NULL DEFAULT false;
CREATE INDEX acts_press ON counter.acts (press) WHERE press IS NOT NULL;

-- What is offered as reasons for 不備, in this order. An act keeps the words themselves.
CREATE TABLE counter.incomplete_reasons (
  position smallint PRIMARY KEY,
  words text NOT NULL CHECK (words <> '' AND length(words) <= 100)
);
INSERT INTO counter.incomplete_reasons (position, words) VALUES
  (1, '本人確認書類が足りない'),
  (2, '本人確認書類の有効期限が切れている'),
  (3, '交付通知書（はがき）がない'),
  (4, '住所・氏名が変わり、券面の書換えが必要'),
  (5, '法定代理人・代理人の確認書類が足りない'),
  (6, '顔写真による本人確認ができない'),
  (7, '暗証番号を設定できない');

-- Who comes again after 不備 is found by person.
CREATE INDEX members_incomplete ON reservations.members (person_key) WHERE outcome = 'incomplete';
