-- From how many addresses nobody signs in at this moment, for the alarm: the worker reads no address.
CREATE OR REPLACE FUNCTION staff.resting_addresses() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer FROM staff.sign_in_tries t
  WHERE t.failures >= site.number('sign-in-tries-per-address') AND t.since + make_interval(mins => site.number('sign-in-rest-minutes')) > lib.now()
$$;
