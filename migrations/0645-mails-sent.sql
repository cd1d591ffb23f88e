-- When the last mail left is asked every minute while a mail fails (src/outbox/stuck.ts): found without reading all that were ever sent.
CREATE INDEX mails_sent ON outbox.mails (sent_at) WHERE state = 'sent';
