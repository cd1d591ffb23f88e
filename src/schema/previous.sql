-- What processes of the release before still call while they are replaced, answered by this one's. Emptied at every release.
-- They come with the time in hand; it is not asked any more.
CREATE OR REPLACE FUNCTION reservations.sweep(p_slot bigint, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.sweep(p_slot) $$;
CREATE OR REPLACE FUNCTION reservations.take_place(p_slot bigint, p_units integer, p_by_desk boolean, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.take_place(p_slot, p_units, p_by_desk, NULL, p_at) $$;
CREATE OR REPLACE FUNCTION reservations.expire(p_before timestamptz, OUT visits bigint, OUT holds bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT e.visits, e.holds FROM reservations.expire() e $$;
CREATE OR REPLACE FUNCTION reservations.forget_persons(p_before date) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.forget_persons() $$;
CREATE OR REPLACE FUNCTION ledger.expire(p_before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT ledger.expire() $$;
