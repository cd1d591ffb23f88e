-- How somebody without a card gave the reading of their name, in Latin letters, once staff have put kana in its place: what they type again finds their booking.
ALTER TABLE reservations.members ADD COLUMN typed_kana text;
