-- The line of the log of a page or press an account has no right to: the same right over and over is a line less often, which says how often it was (reservations.write_often), so
-- that nobody fills the log with it.
CREATE OR REPLACE FUNCTION counter.write_refused(p_actor audit.actor, p_right text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT reservations.write_often(p_actor, 'desk.refused', concat_ws(' ', 'refused', (p_actor).staff_id, p_right), NULL, NULL, jsonb_build_object('right', p_right), lib.now())
$$;

-- The same of an account that is bound to offices: the page or press was of another one; NULL: of the whole city. The office stands in the line's detail alone: a
-- line of an office is of what was done there.
CREATE OR REPLACE FUNCTION counter.write_outside(p_actor audit.actor, p_right text, p_office integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT reservations.write_often(p_actor, 'desk.refused', concat_ws(' ', 'outside', (p_actor).staff_id, p_right, p_office), NULL, NULL,
    jsonb_build_object('right', p_right, 'outside', coalesce((SELECT name FROM offices.offices WHERE id = p_office), '市全体')), lib.now())
$$;
