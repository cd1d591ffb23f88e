-- What goes of the list of who waited, one condition for removing it and for counting it before (§8(1)⑧).

-- Whether a place is on offer to an entry. Apart, so that what asks it below is inlined.
CREATE OR REPLACE FUNCTION waiting.is_offered(p_entry uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM waiting.offers o WHERE o.entry_id = p_entry AND o.outcome IS NULL) $$;

-- Whether an entry goes with those that ended before an instant: one condition for counting and removing.
CREATE OR REPLACE FUNCTION waiting.goes(e waiting.entries, p_before timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT (e).ended_at < p_before AND NOT waiting.is_offered((e).id) $$;

-- Forgets entries that ended longer ago than the city keeps visits, with their addresses. The log keeps what was done. Returns how many.
CREATE OR REPLACE FUNCTION waiting.expire() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before constant timestamptz := lib.now() - make_interval(days => site.number('keep-visits-days'));
  v_ids uuid[] := ARRAY(
    SELECT e.id FROM waiting.entries e WHERE waiting.goes(e, v_before) FOR UPDATE SKIP LOCKED);
BEGIN
  DELETE FROM waiting.links WHERE entry_id = ANY (v_ids);
  DELETE FROM waiting.offers WHERE entry_id = ANY (v_ids);
  DELETE FROM waiting.entries WHERE id = ANY (v_ids);
  RETURN cardinality(v_ids);
END $$;

-- How many entries would go.
CREATE OR REPLACE FUNCTION waiting.count_ended(p_before timestamptz) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer FROM waiting.entries e WHERE waiting.goes(e, p_before)
$$;
