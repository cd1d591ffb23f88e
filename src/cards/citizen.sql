-- Proving oneself (§8(3)②⑭): notice ID with birth month and day. Expected refusals are returned, since the failed try must outlive them.

-- Counts one entry in a scope; rests when `p_limit` is reached within the rest period. A rest is as long as it was when it began: nothing prolongs it,
-- neither who mistypes nor who types right meanwhile. Returns how many were counted, this one included; while it rests one more than the limit.
CREATE OR REPLACE FUNCTION cards.count_try(p_scope text, p_key text, p_limit integer, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_rest interval := make_interval(mins => site.number('tries-rest-minutes'));
  v_failures integer;
BEGIN
  INSERT INTO cards.tries AS t (scope, key, failures, since, rests_until)
  VALUES (p_scope, p_key, 1, p_at, CASE WHEN p_limit <= 1 THEN p_at + v_rest END)
  ON CONFLICT (scope, key) DO UPDATE SET
    failures = CASE WHEN t.rests_until > p_at THEN greatest(t.failures, least(p_limit, 2147483646) + 1) WHEN t.since + v_rest <= p_at THEN 1 ELSE t.failures + 1 END,
    since = CASE WHEN t.rests_until > p_at THEN t.since WHEN t.since + v_rest <= p_at THEN p_at ELSE t.since END,
    rests_until = CASE
      WHEN t.rests_until > p_at THEN t.rests_until
      WHEN t.since + v_rest > p_at AND t.failures + 1 >= p_limit THEN p_at + v_rest END
  RETURNING failures INTO v_failures;
  RETURN v_failures;
END $$;

-- Counts a right proof of one notice ID; true from the 61st within the rest period on: each makes a visit, or joins one, and nobody needs so many.
CREATE OR REPLACE FUNCTION cards.proved_too_often(p_notice text, p_at timestamptz) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT cards.count_try('proved', p_notice, 2147483647, p_at) > 60 $$;

-- Whether a key rests now.
CREATE OR REPLACE FUNCTION cards.rests(p_scope text, p_key text, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM cards.tries WHERE scope = p_scope AND key = p_key AND rests_until > p_at) $$;

-- Whether the whole site is under pressure of wrong entries: then the birth year is asked too, nobody is locked out.
CREATE OR REPLACE FUNCTION cards.under_pressure(p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (
  SELECT FROM cards.tries WHERE scope = 'site' AND key = '' AND failures >= site.number('tries-site-pressure')
    AND since + make_interval(mins => site.number('tries-rest-minutes')) > p_at) $$;

-- Whether somebody seems to walk through IDs: many wrong entries from this address, or with this birthday from wherever. Then a try has to be worked for; nobody is locked out.
-- p_of: before the names of the scopes that are asked, 'manage-' for those of the pages that send mails of bookings.
CREATE OR REPLACE FUNCTION cards.is_walked(p_address text, p_month integer, p_day integer, p_at timestamptz, p_of text DEFAULT '') RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (
  SELECT FROM cards.tries WHERE ((scope = p_of || 'address' AND key = p_address AND failures >= site.number('work-per-address'))
      OR (scope = p_of || 'birthday' AND key = p_month || '-' || p_day AND failures >= site.number('work-per-birthday')))
    AND since + make_interval(mins => site.number('tries-rest-minutes')) > p_at) $$;

-- How many birthdays, and addresses, are walked through at this moment, for the alarm.
CREATE OR REPLACE FUNCTION cards.walked(OUT birthdays integer, OUT addresses integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*) FILTER (WHERE t.scope = 'birthday' AND t.failures >= site.number('work-per-birthday')),
    count(*) FILTER (WHERE t.scope = 'address' AND t.failures >= site.number('tries-per-address') / 2)
  FROM cards.tries t WHERE t.scope IN ('birthday', 'address') AND t.since + make_interval(mins => site.number('tries-rest-minutes')) > lib.now()
$$;

-- Whether this work counts: done for no try before, and of those who wait instead of working not more than ten an address within the rest period.
-- p_work: id of the challenge, null: none was done. The citizens' process has checked that it was done.
CREATE OR REPLACE FUNCTION cards.take_work(p_work text, p_waited boolean, p_address text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_work IS NULL THEN RETURN false; END IF;
  INSERT INTO cards.challenges (id, used_at) VALUES (left(p_work, 100), p_at) ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  RETURN NOT p_waited OR cards.count_try('waited', p_address, 2147483647, p_at) <= 10;
END $$;

-- Takes the row of an ID that is tried, so that tries at one ID come one after the other however many are sent at once, and counts this one before
-- it is judged. `counted`: how many, this one included, over the limit where it rests; `before`: the row as it was, to be given back.
CREATE OR REPLACE FUNCTION cards.take_try(p_notice text, p_at timestamptz, p_scope text DEFAULT 'notice', OUT counted integer, OUT before cards.tries)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- A row that is there may be gone once its lock is had: who proved themselves at this moment took it away.
  LOOP
    INSERT INTO cards.tries (scope, key, failures, since) VALUES (p_scope, p_notice, 0, p_at) ON CONFLICT (scope, key) DO NOTHING;
    SELECT * INTO before FROM cards.tries WHERE scope = p_scope AND key = p_notice FOR NO KEY UPDATE;
    EXIT WHEN FOUND;
  END LOOP;
  counted := cards.count_try(p_scope, p_notice, site.number('tries-per-notice'), p_at);
END $$;

-- The try was none that counts (another question is asked first): the row as it was before.
CREATE OR REPLACE FUNCTION cards.give_back(p_before cards.tries) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE cards.tries SET failures = p_before.failures, since = p_before.since, rests_until = p_before.rests_until
  WHERE scope = p_before.scope AND key = p_before.key AND p_before.failures > 0;
  DELETE FROM cards.tries WHERE scope = p_before.scope AND key = p_before.key AND p_before.failures = 0;
$$;

-- The one open card that a notice ID, month and day (and year, where asked) mean.
-- p_for: book asks that citizens may book it, manage only that it is open. p_address: a keyed hash of the caller's address.
-- p_work, p_waited: as cards.take_work takes them.
-- outcome: ok (card_ids set: one to book; to manage all that are meant, each has an address of its own), work_needed, year_needed, refused. Every refusal reads the same. Counted before it is judged, per ID; of the address and the site, which
-- thousands share, as many as are judged at one moment (the door's connections) may slip past the limit. To manage, right and wrong are answered alike, so
-- they are counted alike, and by themselves: what is shown by these counts would else tell whose ID and birthday it is, also of who is booked by staff alone, and
-- who asks for a mail again and again would be told to have mistyped, and could no longer book.
CREATE OR REPLACE FUNCTION cards.prove(
  p_notice text, p_month integer, p_day integer, p_year integer, p_address text, p_for text, p_work text, p_waited boolean, p_at timestamptz,
  OUT outcome text, OUT card_ids bigint[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_of text := CASE p_for WHEN 'manage' THEN 'manage-' ELSE '' END;
  v_try record;
  v_rests boolean;
  v_ids bigint[];
BEGIN
  v_try := cards.take_try(p_notice, p_at, v_of || 'notice');
  v_rests := v_try.counted > site.number('tries-per-notice') OR cards.rests(v_of || 'address', p_address, p_at);
  SELECT array_agg(c.id) INTO v_ids
  FROM cards.cards c JOIN cards.statuses s ON s.code = c.status
  WHERE c.notice_id = p_notice AND c.is_open AND c.birth_date IS NOT NULL
    AND extract(month FROM c.birth_date) = p_month AND extract(day FROM c.birth_date) = p_day
    AND (p_year IS NULL OR extract(year FROM c.birth_date) = p_year)
    AND (p_for = 'manage' OR cards.not_bookable(false, c.is_open, s.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NULL);
  outcome := CASE
    WHEN v_rests THEN 'refused'
    WHEN cards.is_walked(p_address, p_month, p_day, p_at, v_of) AND NOT cards.take_work(p_work, p_waited, p_address, p_at) THEN 'work_needed'
    WHEN p_year IS NULL AND cards.under_pressure(p_at) THEN 'year_needed'
    WHEN cardinality(v_ids) = 1 OR (cardinality(v_ids) > 1 AND p_for = 'manage') THEN 'ok'
    WHEN cardinality(v_ids) > 1 AND p_year IS NULL THEN 'year_needed'
    ELSE 'refused' END;
  IF outcome = 'ok' THEN card_ids := v_ids; END IF;
  IF outcome = 'ok' AND p_for <> 'manage' THEN
    DELETE FROM cards.tries WHERE scope = 'notice' AND key = p_notice;
  ELSIF outcome IN ('year_needed', 'work_needed') THEN
    PERFORM cards.give_back(v_try.before);
  ELSE
    -- While something rests nothing is judged: a right entry leaves the same traces as a wrong one, or the counts below would tell them apart.
    IF v_rests AND p_for <> 'manage' THEN PERFORM cards.give_back(v_try.before); END IF;
    PERFORM cards.count_try(v_of || 'address', p_address, site.number('tries-per-address'), p_at);
    PERFORM cards.count_try(v_of || 'birthday', p_month || '-' || p_day, 2147483647, p_at);
    IF p_for <> 'manage' THEN PERFORM cards.count_try('site', '', 2147483647, p_at); END IF;
  END IF;
END $$;

-- Whether one more try of this address that came to nothing is a line of the log: each of the first hundred within the rest period, then those whose number
-- is a power of two, which say it. A program that sends thousands a minute would else fill the log that is kept for years. Null: no line; else its number.
CREATE OR REPLACE FUNCTION cards.logged_try(p_address text, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_number integer := cards.count_try('logged', p_address, 2147483647, p_at);
BEGIN
  RETURN CASE WHEN v_number <= 100 OR v_number & (v_number - 1) = 0 THEN v_number END;
END $$;

-- Lifts a rest after the desk has checked the caller. p_scope: notice | number (a 予約番号) | address (its key is a keyed hash, opaque; with it goes what it
-- has begun without a card); of a notice ID and of an address also what was asked of the pages that send mails of bookings. False where there was none.
CREATE OR REPLACE FUNCTION cards.lift_rest(p_actor audit.actor, p_scope text, p_key text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  DELETE FROM cards.tries WHERE (scope IN (p_scope, 'manage-' || p_scope) OR (p_scope = 'address' AND scope = 'begun')) AND key = p_key AND p_scope IN ('notice', 'number', 'address');
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'tries.lifted', v_at, NULL, NULL, NULL, jsonb_build_object('scope', p_scope, 'notice', CASE p_scope WHEN 'notice' THEN p_key END, 'number', CASE p_scope WHEN 'number' THEN p_key END));
  RETURN true;
END $$;
