-- What a citizen's calendar and times ask: the window, and signs of the days and times in it (§8(3)⑤⑦⑧).

-- Until when places are set aside for the visit of a cookie, whose booking a closing took away; null where none are.
CREATE OR REPLACE FUNCTION citizen.priority_until(p_cookie bytea) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT max(s.aside_until) FROM reservations.visits v JOIN ledger.slots s ON s.aside_for = reservations.closing_of(v) AND s.service_id = v.service_id
  WHERE v.cookie_hash = p_cookie AND v.expires_at > lib.now() AND v.finished_at IS NULL AND v.proven_at IS NOT NULL AND reservations.admits(v) AND s.aside > 0 AND s.aside_until > lib.now()
$$;

-- p_from, p_to: JST days, 200 apart at most. earliest/latest repeat on each row and take in the day of the visit's own booking; `lies_elsewhere` says why the earliest day is late.
CREATE OR REPLACE FUNCTION citizen.calendar(p_cookie bytea, p_office text, p_from date, p_to date)
RETURNS TABLE (day date, sign text, earliest date, latest date, lies_elsewhere boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
  v_office integer;
  p record;
  v_own date;
  w record;
BEGIN
  SELECT * INTO v FROM reservations.visits x WHERE x.cookie_hash = p_cookie AND x.expires_at > v_at AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  IF v.id IS NULL OR v_office IS NULL OR p_to < p_from OR p_to - p_from > 200 THEN RETURN; END IF;
  SELECT * INTO w FROM reservations.visit_window(v, v_office, v_at);
  SELECT z.units, l.slots AS long INTO p FROM reservations.party_size(v) z, services.length_of(v.service_id, v_office, z.people) l;
  v_own := reservations.own_day(v.reservation_id, v_office);
  RETURN QUERY
  SELECT d.day,
    CASE
      WHEN d.day = v_own THEN (SELECT o.sign FROM reservations.day_signs(v_office, v.service_id, p.long, p.units, v_own, v_own, v_own, v_own, v_at, reservations.closing_of(v), v.reservation_id) o)
      WHEN v_own IS NOT NULL AND (w.earliest IS NULL OR d.day < w.earliest OR d.day > w.latest) THEN 'closed'
      ELSE d.sign END,
    least(w.earliest, v_own), greatest(w.latest, v_own),
    EXISTS (SELECT FROM cards.cards c WHERE c.id = ANY (reservations.party_cards(v)) AND c.office_id IS NOT NULL AND c.office_id <> v_office)
  FROM reservations.day_signs(v_office, v.service_id, p.long, p.units, w.earliest, w.latest, p_from, p_to, v_at, reservations.closing_of(v), v.reservation_id) d;
END $$;

-- From when each card of a visit's party may be picked up at an office, null where it cannot be there within the window, and when it expires: whose card the others wait for.
CREATE OR REPLACE FUNCTION citizen.card_windows(p_cookie bytea, p_office text)
RETURNS TABLE (notice_id text, earliest date, expires_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.notice_id, w.earliest, c.expires_on
  FROM (SELECT lib.now() AS now) t, reservations.visits v, offices.open_to_citizens(t.now) o, unnest(reservations.party_cards(v)) WITH ORDINALITY AS u (id, n)
    -- Each by its key: as a join all cards are read where there are few thousand.
    CROSS JOIN LATERAL (SELECT x.notice_id, x.office_id, x.expires_on FROM cards.cards x WHERE x.id = u.id OFFSET 0) c, calendar.window_of(o.id, v.service_id, 'citizen', c.office_id, t.now) w
  WHERE v.cookie_hash = p_cookie AND v.expires_at > t.now AND v.finished_at IS NULL AND v.proven_at IS NOT NULL AND reservations.admits(v) AND o.code = p_office
  ORDER BY u.n
$$;

-- When citizens may come to an office, for a card that lies in `p_card_office` (null: not known): the same for everyone, so kept for a second.
CREATE OR REPLACE FUNCTION citizen.window_of(p_service text, p_office text, p_card_office text)
RETURNS TABLE (earliest date, latest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT w.earliest, w.latest
  FROM offices.open_to_citizens(lib.now()) o, services.services s,
    calendar.window_of(o.id, s.id, 'citizen', (SELECT c.id FROM offices.offices c WHERE c.code = p_card_office), lib.now()) w
  WHERE o.code = p_office AND s.code = p_service AND s.retired_at IS NULL
$$;

-- The times of one day with a sign each; outside the window none.
CREATE OR REPLACE FUNCTION citizen.times(p_cookie bytea, p_office text, p_day date)
RETURNS TABLE (slot_id bigint, start_minute smallint, minutes smallint, sign text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
  v_office integer;
  w record;
  p record;
  -- Read once: asked for slot by slot, with the party's units, they were most of what a crowd at one time cost.
  v_few integer := site.number('few-places');
  v_few_min integer := site.number('few-min-capacity');
BEGIN
  SELECT * INTO v FROM reservations.visits x WHERE x.cookie_hash = p_cookie AND x.expires_at > v_at AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  IF v.id IS NULL OR v_office IS NULL THEN RETURN; END IF;
  SELECT * INTO w FROM reservations.visit_window(v, v_office, v_at);
  IF (w.earliest IS NULL OR p_day < w.earliest OR p_day > w.latest) AND p_day IS DISTINCT FROM reservations.own_day(v.reservation_id, v_office) THEN RETURN; END IF;
  SELECT z.units, l.slots AS long INTO p FROM reservations.party_size(v) z, services.length_of(v.service_id, v_office, z.people) l;
  RETURN QUERY
  SELECT s.slot_id, s.start_minute, s.minutes,
    CASE WHEN s.closed OR s.capacity = 0 THEN 'closed' ELSE reservations.sign(s.free, p.units, s.capacity, v_few, v_few_min) END
  FROM reservations.citizen_slots(v_office, v.service_id, p.long, p_day, p_day, v_at, reservations.closing_of(v), v.reservation_id) s ORDER BY s.start_minute;
END $$;

-- Anyone's view of an office, for one person whose card lies there: the same for everyone, so pages may keep it for a second.
CREATE OR REPLACE FUNCTION citizen.public_calendar(p_service text, p_office text, p_from date, p_to date)
RETURNS TABLE (day date, sign text, earliest date, latest date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_office integer;
  v_service integer;
  v_long integer;
  w record;
BEGIN
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  SELECT s.id INTO v_service FROM services.services s WHERE s.code = p_service AND s.retired_at IS NULL;
  IF v_office IS NULL OR v_service IS NULL OR p_to < p_from OR p_to - p_from > 200 THEN RETURN; END IF;
  SELECT * INTO w FROM calendar.window_of(v_office, v_service, 'citizen', v_office, v_at);
  SELECT l.slots INTO v_long FROM services.length_of(v_service, v_office, 1) l;
  RETURN QUERY SELECT d.day, d.sign, w.earliest, w.latest FROM reservations.day_signs(v_office, v_service, v_long, 1, w.earliest, w.latest, p_from, p_to, v_at) d;
END $$;

-- Anyone's view of an office's day, for one person and whatever day their window reaches to: the same for everyone, so pages may keep it for a second.
CREATE OR REPLACE FUNCTION citizen.public_times(p_service text, p_office text, p_day date)
RETURNS TABLE (slot_id bigint, start_minute smallint, minutes smallint, sign text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_office integer;
  v_service integer;
  v_long integer;
  v_few integer := site.number('few-places');
  v_few_min integer := site.number('few-min-capacity');
BEGIN
  SELECT o.id INTO v_office FROM offices.open_to_citizens(v_at) o WHERE o.code = p_office;
  SELECT s.id INTO v_service FROM services.services s WHERE s.code = p_service AND s.retired_at IS NULL;
  IF v_office IS NULL OR v_service IS NULL THEN RETURN; END IF;
  SELECT l.slots INTO v_long FROM services.length_of(v_service, v_office, 1) l;
  RETURN QUERY
  SELECT s.slot_id, s.start_minute, s.minutes,
    CASE WHEN s.closed OR s.capacity = 0 THEN 'closed' ELSE reservations.sign(s.free, 1, s.capacity, v_few, v_few_min) END
  FROM reservations.citizen_slots(v_office, v_service, v_long, p_day, p_day, v_at) s ORDER BY s.start_minute;
END $$;

-- Times of a visit's own day at which one person more would have all the slots so many take, the nearest first; three at the most. Only of a service that counts parties:
-- there one more takes no place more, and each slot's sign is what anyone sees. Counted in people, what fits n and not n + 1 would name a count (§8(3)⑧).
CREATE OR REPLACE FUNCTION citizen.longer_times(p_cookie bytea) RETURNS TABLE (slot_id bigint, start_minute smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.slot_id, s.start_minute
  FROM (SELECT lib.now() AS now) t, reservations.visits v
    JOIN reservations.reservations r ON r.id = v.reservation_id JOIN ledger.slots o ON o.id = r.slot_id JOIN services.services sv ON sv.id = r.service_id
    CROSS JOIN LATERAL (SELECT reservations.people_in(r.id) AS people) n
    CROSS JOIN LATERAL reservations.length_after(r, o.office_id, n.people, n.people + 1) long
    CROSS JOIN LATERAL reservations.citizen_slots(o.office_id, r.service_id, long, o.day, o.day, t.now, NULL, r.id) s
  WHERE v.cookie_hash = p_cookie AND v.expires_at > t.now AND v.finished_at IS NULL AND v.proven_at IS NOT NULL AND reservations.admits(v)
    AND (r.state = 'booked' OR (r.state = 'held' AND r.held_until > t.now)) AND sv.counts = 'parties' AND n.people < sv.party_max
    AND NOT s.closed AND s.free >= r.units AND s.slot_id <> r.slot_id
  ORDER BY abs(s.start_minute - o.start_minute), s.start_minute LIMIT 3
$$;

-- Which service citizens may book where at this instant (§8(3)⑦c, §9(3)): an office open to them, with a window for them and a place laid out.
-- The same for everyone, so kept for a second.
CREATE OR REPLACE FUNCTION citizen.offered() RETURNS TABLE (service text, office text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.code, o.code
  FROM (SELECT lib.now() AS now) t CROSS JOIN LATERAL offices.open_to_citizens(t.now) o CROSS JOIN services.services s
  WHERE s.retired_at IS NULL
    AND EXISTS (SELECT FROM calendar.windows w WHERE w.office_id = o.id AND w.service_id = s.id AND w.audience = 'citizen')
    AND EXISTS (SELECT FROM ledger.slots l WHERE l.office_id = o.id AND l.service_id = s.id AND l.day >= lib.day_of(t.now) AND NOT l.gone AND (l.opens_at IS NULL OR l.opens_at <= t.now))
  ORDER BY s.position, s.id, o.position, o.id
$$;
