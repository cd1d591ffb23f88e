-- Mails that answer what somebody did go before a mailing to thousands: found without reading the mailing.
CREATE INDEX mails_single ON outbox.mails (next_at) WHERE state IN ('waiting', 'sending') AND kind <> 'mailing';
