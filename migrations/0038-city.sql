-- What the sites, mails and papers say of the city: one row, set by staff.
CREATE TABLE site.city (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  name text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  phone_hours text NOT NULL DEFAULT '',
  postal_code text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  -- The name mails are from; empty: that of MAIL_FROM.
  sender_name text NOT NULL DEFAULT '',
  -- The address mails are from, as the worker was given it: what people let through their filters.
  sender_address text NOT NULL DEFAULT ''
);
INSERT INTO site.city DEFAULT VALUES;
-- Until now the product spoke of one city alone: where it is in use it goes on saying what it said.
UPDATE site.city SET name = '久留米市', phone = '0942-30-9000', phone_hours = '平日 午前8時30分から午後5時15分まで', postal_code = '830-8520',
  address = '福岡県久留米市城南町15番地3'
WHERE EXISTS (SELECT FROM offices.offices);
