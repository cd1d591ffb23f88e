-- What a caller knows of a card or a booking: the beginning or the end of a notice ID, the last four digits of a telephone, a mail address.
DROP INDEX cards.cards_notice;
-- Finds whole IDs too.
CREATE INDEX cards_notice_start ON cards.cards (notice_id text_pattern_ops);
CREATE INDEX cards_notice_end ON cards.cards (right(notice_id, 6));
CREATE INDEX cards_phone_end ON cards.cards (right(phone, 4)) WHERE phone <> '';
CREATE INDEX reservations_phone_end ON reservations.reservations (right(phone, 4)) WHERE phone <> '';
CREATE INDEX reservations_mail ON reservations.reservations (lower(mail)) WHERE mail IS NOT NULL;
