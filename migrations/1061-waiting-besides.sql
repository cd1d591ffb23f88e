-- Entries of who has a booking and waits for an earlier time beside it. A table of its own: functions of the release before make whole rows of waiting.entries.
CREATE TABLE waiting.besides (
  -- Written before its entry, in one transaction.
  entry_id uuid PRIMARY KEY REFERENCES waiting.entries ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  -- The booking. No foreign key: its check would lock it after the entry's own rows.
  reservation_id uuid NOT NULL,
  -- Where the booking stood when it was entered, or last chosen what to wait for.
  slot_id bigint NOT NULL
);
CREATE INDEX besides_reservation ON waiting.besides (reservation_id);
