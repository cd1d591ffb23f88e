-- Where a mail really arrives, for counting: as `mailbox`, and of Gmail without the dots of the name, which it does not look at. Here because the index below needs it; its text
-- stands in src/reservations/person.sql, too. A function and an index of their own: the release before counts by `mailbox`.
CREATE FUNCTION reservations.inbox(p_mail text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN split_part(m.mail, '@', 2) IN ('gmail.com', 'googlemail.com') THEN replace(split_part(m.mail, '@', 1), '.', '') || '@gmail.com' ELSE m.mail END
  FROM (SELECT lower(regexp_replace(p_mail, '^([^+@]+)\+[^@]*@', '\1@')) AS mail) m
$$;
CREATE INDEX reservations_inbox ON reservations.reservations (reservations.inbox(mail)) WHERE phone <> '' AND mail IS NOT NULL;
