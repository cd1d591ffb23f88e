-- Proving oneself (§8(3)②⑭): notice ID with birth month and day. Expected refusals are returned, since the failed try must outlive them.

-- Counts one wrong entry in a scope; rests when `p_limit` is reached within the rest period. Returns the failures so far.
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
    failures = CASE WHEN t.since + v_rest <= p_at THEN 1 ELSE t.failures + 1 END,
    since = CASE WHEN t.since + v_rest <= p_at THEN p_at ELSE t.since END,
    rests_until = CASE
      WHEN t.since + v_rest > p_at AND t.failures + 1 >= p_limit THEN p_at + v_rest
      WHEN t.rests_until > p_at THEN t.rests_until END
  RETURNING failures INTO v_failures;
  RETURN v_failures;
END $$;

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

-- The one open card that a notice ID, month and day (and year, where asked) mean.
-- p_for: book asks that citizens may book it, manage only that it is open. p_address: a keyed hash of the caller's address.
-- outcome: ok (card_id set), year_needed, refused. Every refusal is counted and reads the same.
CREATE OR REPLACE FUNCTION cards.prove(
  p_notice text, p_month integer, p_day integer, p_year integer, p_address text, p_for text, p_at timestamptz,
  OUT outcome text, OUT card_id bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_rests boolean := cards.rests('notice', p_notice, p_at) OR cards.rests('address', p_address, p_at);
  v_ids bigint[];
BEGIN
  SELECT array_agg(c.id) INTO v_ids
  FROM cards.cards c JOIN cards.statuses s ON s.code = c.status
  WHERE c.notice_id = p_notice AND c.is_open AND c.birth_date IS NOT NULL
    AND extract(month FROM c.birth_date) = p_month AND extract(day FROM c.birth_date) = p_day
    AND (p_year IS NULL OR extract(year FROM c.birth_date) = p_year)
    AND (p_for = 'manage' OR (s.bookable_by = 'citizen' AND NOT c.protected AND c.whereabouts <> 'missing'));
  outcome := CASE
    WHEN v_rests THEN 'refused'
    WHEN p_year IS NULL AND cards.under_pressure(p_at) THEN 'year_needed'
    WHEN cardinality(v_ids) = 1 THEN 'ok'
    WHEN cardinality(v_ids) > 1 AND p_year IS NULL THEN 'year_needed'
    ELSE 'refused' END;
  IF outcome = 'ok' THEN
    card_id := v_ids[1];
    DELETE FROM cards.tries WHERE scope = 'notice' AND key = p_notice;
  ELSIF outcome = 'refused' THEN
    PERFORM cards.count_try('notice', p_notice, site.number('tries-per-notice'), p_at);
    PERFORM cards.count_try('address', p_address, site.number('tries-per-address'), p_at);
    PERFORM cards.count_try('site', '', 2147483647, p_at);
  END IF;
END $$;

-- Lifts a rest after the desk has checked the caller. p_scope: notice | address (its key is a keyed hash, opaque; with it goes what it has begun
-- without a card). False where there was none.
DROP FUNCTION IF EXISTS cards.lift_rest(audit.actor, text);
CREATE OR REPLACE FUNCTION cards.lift_rest(p_actor audit.actor, p_scope text, p_key text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  DELETE FROM cards.tries WHERE (scope = p_scope OR (p_scope = 'address' AND scope = 'begun')) AND key = p_key AND p_scope IN ('notice', 'address');
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'tries.lifted', v_at, NULL, NULL, NULL, jsonb_build_object('scope', p_scope, 'notice', CASE p_scope WHEN 'notice' THEN p_key END));
  RETURN true;
END $$;
