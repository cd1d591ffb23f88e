-- The first free times of each day of an office for a party of so many, up to three by day and up to three that end after
-- reception usually does (calendar.usual_end). A day or evening that is
-- worked and has none is one row without a slot. Times, never a number of places (§8(3)⑧); the same for everyone, so kept for a second. A party takes the
-- places its service counts, and none is larger than the service lets come together. p_from, p_to: JST days, 200 apart at most.
CREATE OR REPLACE FUNCTION citizen.first_times(p_service text, p_office text, p_people integer, p_from date, p_to date)
RETURNS TABLE (day date, evening boolean, slot_id bigint, start_minute smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_office integer;
  v_service services.services;
  v_units integer;
  v_long integer;
  v_end integer := calendar.usual_end();
BEGIN
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  SELECT * INTO v_service FROM services.services s WHERE s.code = p_service AND s.retired_at IS NULL;
  IF v_office IS NULL OR v_service.id IS NULL OR p_people IS NULL OR p_people < 1 OR p_people > v_service.party_max
    OR NOT isfinite(p_from) OR NOT isfinite(p_to) OR p_to < p_from OR p_to - p_from > 200 THEN RETURN; END IF;
  v_units := CASE v_service.counts WHEN 'people' THEN p_people ELSE 1 END;
  SELECT l.slots INTO v_long FROM services.length_of(v_service.id, v_office, p_people) l;
  RETURN QUERY
  SELECT f.day, f.evening, CASE WHEN f.fits THEN f.slot_id END, CASE WHEN f.fits THEN f.start_minute END
  FROM (
    SELECT s.day, e.evening, s.slot_id, s.start_minute, s.free >= v_units AS fits,
      row_number() OVER (PARTITION BY s.day, e.evening ORDER BY s.free < v_units, s.start_minute) AS n
    FROM reservations.citizen_slots(v_office, v_service.id, v_long, p_from, p_to, v_at) s, LATERAL (SELECT s.start_minute + s.minutes > v_end AS evening) e
    WHERE NOT s.closed AND s.capacity > 0
  ) f
  WHERE f.n = 1 OR (f.fits AND f.n <= 3)
  ORDER BY f.day, f.evening, f.n;
END $$;
