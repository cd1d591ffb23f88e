-- Visits of the next days whose card will not be there (domain.md "Status", issue 11 §2). Read from where the card is, its status and the visit, and
-- stored nowhere: found, sent, moved or cancelled, it is no longer among them.

-- The first day after a day on which any office has a slot that is not shut; NULL where none is laid out. Offices work for each other: a card is pulled
-- and sent on a day on which its own office may be shut.
CREATE OR REPLACE FUNCTION counter.next_open_day(p_day date) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.day FROM calendar.days d
  WHERE d.open AND d.day > p_day AND EXISTS (
    SELECT FROM ledger.slots s WHERE s.office_id = d.office_id AND s.service_id = d.service_id AND s.day = d.day AND s.closed_at IS NULL AND NOT s.gone)
  ORDER BY d.day LIMIT 1
$$;

-- The last day whose visits are looked at now: today's on an open day; from the city's hour of the evening on, and on days that are shut, up to the next
-- open day.
CREATE OR REPLACE FUNCTION counter.watched_until() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN counter.next_open_day(t.day - 1) = t.day AND lib.minute_of(t.at) < site.number('evening-hour') * 60 THEN t.day
    ELSE coalesce(counter.next_open_day(t.day), t.day) END
  FROM (SELECT n.at, lib.day_of(n.at) AS day FROM (SELECT lib.now() AS at OFFSET 0) n) t
$$;

-- Why a card will not be there for a visit at an office: closed, missing, on-hold, status (nobody may book it as it stands), expected (never shelved),
-- transit (on its way), elsewhere (at another office), gone. NULL: it will.
CREATE OR REPLACE FUNCTION counter.why_not_ready(c cards.cards, p_office integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN NOT c.is_open THEN 'closed'
    WHEN s.category = 'on-hold' THEN 'on-hold'
    WHEN s.bookable_by = 'nobody' THEN 'status'
    WHEN c.whereabouts IN ('missing', 'expected', 'transit', 'gone') THEN c.whereabouts
    WHEN c.office_id IS DISTINCT FROM p_office THEN 'elsewhere' END
  FROM cards.statuses s WHERE s.code = c.status
$$;

-- The people of the visits looked at now, of all offices, who have not come and whose card will not be there. 要振替 is left out: a person moves it first.
CREATE OR REPLACE FUNCTION counter.not_ready() RETURNS TABLE (reservation_id uuid, member_position integer, card_id bigint, office_id integer, day date, start_minute integer, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH days AS MATERIALIZED (SELECT lib.day_of(lib.now()) AS first, counter.watched_until() AS last)
  SELECT r.id, m.position::integer, c.id, s.office_id, s.day, s.start_minute::integer, w.why
  FROM days CROSS JOIN offices.offices o CROSS JOIN services.services v
    JOIN ledger.slots s ON s.office_id = o.id AND s.service_id = v.id AND s.day BETWEEN days.first AND days.last
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome IS NULL
    JOIN cards.cards c ON c.id = m.card_id
    CROSS JOIN LATERAL (SELECT counter.why_not_ready(c, s.office_id) AS why OFFSET 0) w
  WHERE w.why IS NOT NULL AND NOT reservations.needs_moving(r, s)
$$;
