-- A mailing to people whose bookings were cancelled, chosen from the list of those: its mails go although the booking stands no more.
ALTER TABLE letters.mailings ADD COLUMN cancelled boolean NOT NULL DEFAULT false;
