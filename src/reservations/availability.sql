-- What a citizen sees of places: a sign, never a number (§8(3)⑧). open ○, few △, full ×, closed －. △ counts what the party would leave, and stands for two
-- counts at the least, as ○ then does: no sign but × says how many are free, whatever the party.
CREATE OR REPLACE FUNCTION reservations.sign(p_free integer, p_units integer, p_capacity integer, p_few integer, p_few_min integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_free < p_units THEN 'full' WHEN p_free - p_units < greatest(p_few, 2) AND p_capacity >= greatest(p_few_min, greatest(p_few, 2) + p_units + 1) THEN 'few' ELSE 'open' END $$;

-- Slots of an office and service, one by one, as citizens may claim them at this instant: free places after the desk's own and those set aside after a
-- closing (p_for: the closing that took the visit away, null for everyone else), with lapsed holds given back. Places that p_own has already are free
-- for it: a move keeps them.
CREATE OR REPLACE FUNCTION reservations.single_slots(p_office integer, p_service integer, p_from date, p_to date, p_at timestamptz, p_for integer DEFAULT NULL, p_own uuid DEFAULT NULL)
RETURNS TABLE (slot_id bigint, day date, start_minute smallint, minutes smallint, free integer, capacity integer, closed boolean)
LANGUAGE sql STABLE
AS $$
  -- Lapsed holds that nobody has swept yet are few and found by when they lapsed; asked slot by slot, a calendar of 60 days took 11 ms.
  WITH lapsed AS MATERIALIZED (
    SELECT u.slot, sum(r.units)::integer AS units FROM reservations.reservations r, unnest(reservations.slots_of(r)) AS u (slot)
    WHERE r.state = 'held' AND r.held_until <= p_at GROUP BY u.slot
  ), begun AS MATERIALIZED (
    -- The minute that runs: slots are compared with it, where an instant of each was most of a calendar's time.
    SELECT lib.day_of(p_at) AS day, lib.minute_of(p_at) AS minute
  ), own AS MATERIALIZED (
    SELECT u.slot, r.units FROM reservations.reservations r, unnest(reservations.slots_of(r)) AS u (slot)
    WHERE r.id = p_own AND (r.state = 'booked' OR (r.state = 'held' AND r.held_until > p_at))
  )
  SELECT s.id, s.day, s.start_minute, s.minutes,
    greatest(
      s.capacity - s.taken
        - ledger.desk_kept(s.desk_until, s.desk_places, s.taken_desk, p_at) - ledger.aside_kept(s.aside, s.aside_for, s.aside_until, p_for, p_at)
        + coalesce(lapsed.units, 0),
      own.units),
    s.capacity,
    s.closed_at IS NOT NULL OR coalesce(s.opens_at > p_at, false) OR (s.day, s.start_minute::integer) <= (begun.day, begun.minute)
  FROM begun, ledger.slots s LEFT JOIN lapsed ON lapsed.slot = s.id LEFT JOIN own ON own.slot = s.id
  WHERE s.office_id = p_office AND s.service_id = p_service AND s.day BETWEEN p_from AND p_to AND NOT s.gone
$$;

-- Whether a slot has no room for so many citizens now, as a calendar would say it. Only a look: nothing is locked, and a claim may find otherwise.
CREATE OR REPLACE FUNCTION reservations.looks_full(p_slot ledger.slots, p_units integer, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM reservations.single_slots((p_slot).office_id, (p_slot).service_id, (p_slot).day, (p_slot).day, p_at) s
    WHERE s.slot_id = (p_slot).id AND NOT s.closed AND s.free < p_units)
$$;

-- The same as a visit of p_long slots finds them (services.length_of, which whoever asks here has asked): where it is more than one, each slot stands for those a visit
-- beginning there would take, with the places all of them have; where the counter shuts before its end, nobody can begin there, and it has no places. p_own: the visit that looks for another
-- time; where a visit is one slot, that slot is the one it has, and no other. (SELECT p_long): seen through, one of the two was left out of a plan that was then made
-- anew for each call (a calendar took 3.8 ms; 2.3 ms so).
CREATE OR REPLACE FUNCTION reservations.citizen_slots(
  p_office integer, p_service integer, p_long integer, p_from date, p_to date, p_at timestamptz, p_for integer DEFAULT NULL, p_own uuid DEFAULT NULL
) RETURNS TABLE (slot_id bigint, day date, start_minute smallint, minutes smallint, free integer, capacity integer, closed boolean)
LANGUAGE sql STABLE
AS $$
  SELECT * FROM reservations.single_slots(p_office, p_service, p_from, p_to, p_at, p_for)
  WHERE (SELECT p_long) = 1
  UNION ALL
  SELECT x.slot_id, x.day, x.start_minute, (sum(x.minutes) OVER visit)::smallint, min(x.free) OVER visit,
    CASE WHEN count(*) OVER visit < p_long THEN 0 ELSE min(x.capacity) OVER visit END,
    bool_or(x.closed) OVER visit OR count(*) OVER visit < p_long
  FROM (
    SELECT o.*, count(*) FILTER (WHERE o.begins) OVER (PARTITION BY o.day ORDER BY o.start_minute) AS stretch
    FROM (
      SELECT s.*, s.start_minute IS DISTINCT FROM lag(s.start_minute + s.minutes) OVER (PARTITION BY s.day ORDER BY s.start_minute) AS begins
      FROM reservations.single_slots(p_office, p_service, p_from, p_to, p_at, p_for, p_own) s
      WHERE (SELECT p_long) > 1
    ) o
  ) x
  WINDOW visit AS (
    PARTITION BY x.day, x.stretch ORDER BY x.start_minute
    ROWS BETWEEN CURRENT ROW AND p_long - 1 FOLLOWING)
$$;

-- The times of an office in some days for so many people, with whether they could come together then, were nobody else there: what has no room no cancellation makes room
-- for. What the desk keeps until citizens may not book the day any more never becomes theirs. p_units: how many places they take. Capacity 0: no places, or the counter shuts before the end.
CREATE OR REPLACE FUNCTION reservations.times_for(p_office integer, p_service integer, p_people integer, p_units integer, p_from date, p_to date, p_at timestamptz)
RETURNS TABLE (day date, start_minute smallint, minutes smallint, capacity integer, closed boolean, fits boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- The last day on which citizens may book those days on which it depends on what the desk keeps. Null where that cannot be said.
  WITH last AS MATERIALIZED (
    SELECT d.day, lib.day_of(calendar.passes(p_office, p_service, 'citizen', NULL, d.day) - interval '1 microsecond') AS on_day
    FROM (
      SELECT DISTINCT l.day FROM ledger.slots l
      WHERE l.office_id = p_office AND l.service_id = p_service AND l.day BETWEEN p_from AND p_to AND NOT l.gone AND l.capacity >= p_units AND l.capacity - l.desk_places < p_units) d
  )
  -- Slot by slot through its index: joined, each slot of these days met each other one (0.4 s for 720 slots before the first ANALYZE).
  SELECT s.day, s.start_minute, s.minutes, s.capacity, s.closed, r.room >= p_units
  FROM services.length_of(p_service, p_office, p_people) n CROSS JOIN LATERAL reservations.citizen_slots(p_office, p_service, n.slots, p_from, p_to, p_at) s
    LEFT JOIN last ON last.day = s.day
    CROSS JOIN LATERAL (
      SELECT min(l.capacity - CASE WHEN l.desk_until > last.on_day THEN l.desk_places ELSE 0 END) AS room FROM ledger.slots l
      WHERE l.office_id = p_office AND l.service_id = p_service AND l.day = s.day AND l.start_minute BETWEEN s.start_minute AND s.start_minute + s.minutes - 1 AND NOT l.gone) r
$$;

-- Whether any of them has room. Null: the office has no places at all in these days.
CREATE OR REPLACE FUNCTION reservations.has_room(p_office integer, p_service integer, p_people integer, p_units integer, p_from date, p_to date, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM reservations.single_slots(p_office, p_service, p_from, p_to, p_at) s WHERE s.capacity > 0)
    THEN coalesce((SELECT bool_or(t.fits) FROM reservations.times_for(p_office, p_service, p_people, p_units, p_from, p_to, p_at) t WHERE t.capacity > 0), false) END
$$;

-- The same of a service and a party in the whole window that citizens may book. It is the same for everyone, so kept for a second; never a number of places.
CREATE OR REPLACE FUNCTION citizen.room_for(p_service text, p_office text, p_people integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT reservations.has_room(o.id, s.id, p_people, CASE s.counts WHEN 'people' THEN p_people ELSE 1 END, w.earliest, w.latest, t.now)
  FROM (SELECT lib.now() AS now) t, offices.open_to_citizens(t.now) o, services.services s, calendar.window_of(o.id, s.id, 'citizen', NULL, t.now) w
  WHERE o.code = p_office AND s.code = p_service AND s.retired_at IS NULL AND p_people BETWEEN 1 AND s.party_max AND w.earliest IS NOT NULL
$$;

-- The days of an office's calendar with one sign each for a visit of p_long slots and p_units places, from the earliest to the latest day of the window given.
CREATE OR REPLACE FUNCTION reservations.day_signs(p_office integer, p_service integer, p_long integer, p_units integer, p_earliest date, p_latest date, p_from date, p_to date, p_at timestamptz, p_for integer DEFAULT NULL, p_own uuid DEFAULT NULL)
RETURNS TABLE (day date, sign text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Materialized: inlined, it read the two settings once a slot (13 ms a calendar; 2.9 ms so).
  WITH few AS MATERIALIZED (SELECT site.number('few-places') AS places, site.number('few-min-capacity') AS min_capacity),
  signs AS (
    SELECT s.day, CASE reservations.sign(s.free, p_units, s.capacity, few.places, few.min_capacity) WHEN 'open' THEN 3 WHEN 'few' THEN 2 ELSE 1 END AS rank
    FROM few, reservations.citizen_slots(p_office, p_service, p_long, greatest(p_from, p_earliest), least(p_to, p_latest), p_at, p_for, p_own) s
    WHERE NOT s.closed AND s.capacity > 0
  )
  SELECT g.day::date, CASE max(s.rank) WHEN 3 THEN 'open' WHEN 2 THEN 'few' WHEN 1 THEN 'full' ELSE 'closed' END
  FROM generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') AS g (day) LEFT JOIN signs s ON s.day = g.day::date
  GROUP BY g.day ORDER BY g.day
$$;

-- Without a card nothing has to be brought anywhere: as with a card of which nobody knows where it lies.
CREATE OR REPLACE FUNCTION reservations.cards_or_none(p_cards bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN cardinality(p_cards) = 0 THEN ARRAY[NULL::bigint] ELSE p_cards END $$;

-- The cards of a visit's party: once it is held or booked those of the reservation, whoever put them there.
CREATE OR REPLACE FUNCTION reservations.party_cards(p_visit reservations.visits) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM reservations.reservations r WHERE r.id = p_visit.reservation_id AND (r.number IS NOT NULL OR (r.state = 'held' AND r.held_until > lib.now())))
    THEN ARRAY(SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = p_visit.reservation_id AND m.removed_at IS NULL AND m.card_id IS NOT NULL ORDER BY m.position)
    ELSE p_visit.card_ids END
$$;

-- The day on which a booked visit comes to an office; null at another. Another time of that day there is open to it whatever the booking window says, as
-- long as it may be changed (§8(2)⑥d 当日の変更): its cards are there by then, and it has its place of that day already.
CREATE OR REPLACE FUNCTION reservations.own_day(p_reservation uuid, p_office integer) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_reservation AND r.state = 'booked' AND s.office_id = p_office
$$;

-- The visit's own calendar of an office: earliest and latest day follow from where its cards lie, and from when they expire; null, null where none is left.
CREATE OR REPLACE FUNCTION reservations.visit_window(p_visit reservations.visits, p_office integer, p_at timestamptz, OUT earliest date, OUT latest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN f.latest >= f.earliest THEN f.earliest END, CASE WHEN f.latest >= f.earliest THEN f.latest END
  FROM (
    SELECT CASE WHEN bool_and(w.earliest IS NOT NULL) THEN max(w.earliest) END AS earliest, least(min(w.latest), min(lies.expires_on)) AS latest
    FROM (SELECT c.office_id, min(c.expires_on) AS expires_on FROM unnest(reservations.cards_or_none(reservations.party_cards(p_visit))) AS u (id) LEFT JOIN cards.cards c ON c.id = u.id GROUP BY c.office_id) AS lies,
      calendar.window_of(p_office, p_visit.service_id, 'citizen', lies.office_id, p_at) w) f
$$;

-- How many people a visit brings that holds nothing yet.
CREATE OR REPLACE FUNCTION reservations.people_of(p_visit reservations.visits) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT greatest(cardinality(p_visit.card_ids), 1 + jsonb_array_length(p_visit.more_persons)) $$;

-- How many people a visit brings and how many places they look for: as it has them, where it has any.
CREATE OR REPLACE FUNCTION reservations.party_size(p_visit reservations.visits, OUT people integer, OUT units integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(has.people, n.people), coalesce(has.units, CASE s.counts WHEN 'people' THEN n.people ELSE 1 END)
  FROM services.services s CROSS JOIN (SELECT reservations.people_of(p_visit) AS people) n LEFT JOIN (
    SELECT reservations.people_in(r.id) AS people, r.units FROM reservations.reservations r
    WHERE r.id = p_visit.reservation_id AND (r.state = 'booked' OR (r.state = 'held' AND r.held_until > lib.now()))) has ON true
  WHERE s.id = p_visit.service_id
$$;

-- The closing that took the visit's booking away: places set aside for it may be theirs. Null for all others.
CREATE OR REPLACE FUNCTION reservations.closing_of(p_visit reservations.visits) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT reservations.shut_by(r, s) FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_visit.reservation_id AND reservations.needs_moving(r, s)
$$;
