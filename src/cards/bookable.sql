-- Why an audience may not book a card; null: it may. status (nobody may, or its handing-over is over), and for citizens: staff_only, birthday (not known: they
-- cannot prove it), protected, missing. Inlined; takes columns, not a row: it is asked of every member of every hold.
CREATE OR REPLACE FUNCTION cards.not_bookable(p_by_desk boolean, p_is_open boolean, p_bookable_by text, p_birth_date date, p_protected boolean, p_whereabouts text)
RETURNS text LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE WHEN NOT p_is_open OR p_bookable_by = 'nobody' THEN 'status' WHEN p_by_desk THEN NULL WHEN p_bookable_by <> 'citizen' THEN 'staff_only'
    WHEN p_birth_date IS NULL THEN 'birthday' WHEN p_protected THEN 'protected' WHEN p_whereabouts = 'missing' THEN 'missing' END
$$;
