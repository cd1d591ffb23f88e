-- The first free times of each day of an office for a visit of p_long slots and p_units places, up to three by day and up to three that end after
-- reception usually does (calendar.usual_end). A day or evening that is worked and has none is one row without a slot. holiday: a holiday, or the turn of the year with them, as the waiting list counts them. p_for, p_own: as citizen_slots.
CREATE OR REPLACE FUNCTION reservations.first_times(
  p_office integer, p_service integer, p_long integer, p_units integer, p_from date, p_to date, p_at timestamptz, p_for integer DEFAULT NULL, p_own uuid DEFAULT NULL
) RETURNS TABLE (day date, evening boolean, slot_id bigint, start_minute smallint, holiday boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT f.day, f.evening, CASE WHEN f.fits THEN f.slot_id END, CASE WHEN f.fits THEN f.start_minute END,
    calendar.is_year_end(f.day) OR f.day = ANY (ARRAY(SELECT h.day FROM calendar.holidays h WHERE NOT h.retired AND h.day BETWEEN p_from AND p_to))
  FROM (
    SELECT s.day, e.evening, s.slot_id, s.start_minute, s.free >= p_units AS fits,
      row_number() OVER (PARTITION BY s.day, e.evening ORDER BY s.free < p_units, s.start_minute) AS n
    FROM (SELECT calendar.usual_end() AS minute OFFSET 0) ends, reservations.citizen_slots(p_office, p_service, p_long, p_from, p_to, p_at, p_for, p_own) s,
      LATERAL (SELECT s.start_minute + s.minutes > ends.minute AS evening) e
    WHERE NOT s.closed AND s.capacity > 0
  ) f
  WHERE f.n = 1 OR (f.fits AND f.n <= 3)
  ORDER BY f.day, f.evening, f.n
$$;

-- The same as anyone finds them who comes with so many. Times, never a number of places (§8(3)⑧); the same for everyone, so kept for a second. A party takes the
-- places its service counts, and none is larger than the service lets come together. p_from, p_to: JST days, 200 apart at most.
CREATE OR REPLACE FUNCTION citizen.first_times(p_service text, p_office text, p_people integer, p_from date, p_to date)
RETURNS TABLE (day date, evening boolean, slot_id bigint, start_minute smallint, holiday boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_office integer;
  v_service services.services;
  v_long integer;
BEGIN
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  SELECT * INTO v_service FROM services.services s WHERE s.code = p_service AND s.retired_at IS NULL;
  IF v_office IS NULL OR v_service.id IS NULL OR p_people IS NULL OR p_people < 1 OR p_people > v_service.party_max
    OR NOT isfinite(p_from) OR NOT isfinite(p_to) OR p_to < p_from OR p_to - p_from > 200 THEN RETURN; END IF;
  SELECT l.slots INTO v_long FROM services.length_of(v_service.id, v_office, p_people) l;
  RETURN QUERY SELECT f.* FROM reservations.first_times(v_office, v_service.id, v_long, CASE v_service.counts WHEN 'people' THEN p_people ELSE 1 END, p_from, p_to, v_at) f;
END $$;

-- The same of every office as the visit of a cookie finds them that has places of its own: those it stands in, and those set aside for whom a closing took theirs
-- away, are free for it alone.
CREATE OR REPLACE FUNCTION citizen.own_first_times(p_cookie bytea, p_from date, p_to date)
RETURNS TABLE (office text, day date, evening boolean, slot_id bigint, start_minute smallint, holiday boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
BEGIN
  SELECT * INTO v FROM reservations.visits x WHERE x.cookie_hash = p_cookie AND x.expires_at > v_at AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  IF v.id IS NULL OR NOT isfinite(p_from) OR NOT isfinite(p_to) OR p_to < p_from OR p_to - p_from > 200 THEN RETURN; END IF;
  RETURN QUERY
  SELECT o.code, f.*
  FROM reservations.party_size(v) z CROSS JOIN offices.open_to_citizens(v_at) o CROSS JOIN LATERAL services.length_of(v.service_id, o.id, z.people) l
    CROSS JOIN LATERAL reservations.first_times(o.id, v.service_id, l.slots, z.units, p_from, p_to, v_at, reservations.closing_of(v), v.reservation_id) f;
END $$;
