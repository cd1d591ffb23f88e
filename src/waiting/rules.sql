-- The rules of waiting: what fits an entry, until when an offer is held, who is next. Nothing here writes.

-- 平日 or 休日: Saturdays, Sundays and holidays, the turn of the year with them.
CREATE OR REPLACE FUNCTION waiting.day_kind(p_day date) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN extract(isodow FROM p_day) >= 6 OR calendar.is_year_end(p_day)
    OR EXISTS (SELECT FROM calendar.holidays h WHERE h.day = p_day AND NOT h.retired) THEN 'holiday' ELSE 'weekday' END
$$;

-- 午前, 午後, or 夕方から: it ends after reception usually does, as the earliest free time says it. Who asks for many gives p_end, read once.
CREATE OR REPLACE FUNCTION waiting.part_of(p_start integer, p_minutes integer, p_end integer DEFAULT calendar.usual_end()) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_start + p_minutes > p_end THEN 'evening' WHEN p_start < 720 THEN 'morning' ELSE 'afternoon' END $$;

-- Whether clerks call on a day: one on which an office is open; a weekday beyond what is laid out, of all of them or of one: a place that opens once a month
-- may be laid out further than the others, and says nothing of theirs.
CREATE OR REPLACE FUNCTION waiting.calls_on(p_day date) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
      SELECT FROM offices.offices o CROSS JOIN services.services v CROSS JOIN LATERAL calendar.open_days(o.id, v.id, p_day, p_day) WHERE o.retired_at IS NULL)
    OR waiting.day_kind(p_day) = 'weekday' AND (
      SELECT coalesce(bool_or(NOT l.far), true) FROM (
        SELECT calendar.laid_out(o.id, v.id, p_day) AS far FROM offices.offices o CROSS JOIN services.services v
        WHERE o.retired_at IS NULL AND v.retired_at IS NULL AND calendar.laid_out(o.id, v.id, lib.day_of(lib.now()))) l);
END $$;

-- When somebody is told of an offer made at p_at, and until when it is held: so many hours, of which only those count in which people are awake (8 to 20),
-- or in which clerks call who has no mail: in the city's hours of days on which an office is open. In whole ten minutes, since a mail names them; of calls in whole five, since a quarter of an hour begins and ends them. What a mail leads to cannot be used
-- while the citizens' site is to stop: those minutes do not count either, and nobody is told in them.
CREATE OR REPLACE FUNCTION waiting.term(p_at timestamptz, p_hours integer, p_by_phone boolean, OUT told_at timestamptz, OUT until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_day date := lib.day_of(p_at);
  v_left interval := make_interval(hours => p_hours);
  v_step constant interval := make_interval(mins => CASE WHEN p_by_phone THEN 5 ELSE 10 END);
  v_up constant interval := v_step - interval '1 microsecond';
  v_now timestamptz := date_bin(v_step, p_at + v_up, '2000-01-01 00:00Z');
  v_open timestamptz;
  v_from timestamptz;
  v_to timestamptz;
  v_tell timestamptz;
  v_end timestamptz;
  v_stop record;
  v_begins constant integer := CASE WHEN p_by_phone THEN 480 + 15 * site.number('waiting-call-begins') ELSE 480 END;
  v_ends constant integer := CASE WHEN p_by_phone THEN 900 + 15 * site.number('waiting-call-ends') ELSE 1200 END;
BEGIN
  <<days>>
  LOOP
    IF NOT p_by_phone OR waiting.calls_on(v_day) THEN
      v_open := lib.instant(v_day, v_begins);
      v_from := greatest(v_now, v_open);
      v_to := lib.instant(v_day, v_ends);
      v_tell := greatest(p_at, v_open);
      -- Piece by piece between the stops of this day.
      WHILE v_from < v_to LOOP
        SELECT s.starts_at, s.ends_at INTO v_stop FROM citizen.stops() s
        WHERE NOT p_by_phone AND s.starts_at < v_to AND s.ends_at > least(v_tell, v_from) ORDER BY s.starts_at LIMIT 1;
        v_end := date_bin(v_step, least(v_to, v_stop.starts_at), '2000-01-01 00:00Z');
        IF v_from < v_end THEN
          told_at := coalesce(told_at, v_tell);
          until := v_from + v_left;
          EXIT days WHEN until <= v_end;
          v_left := v_left - (v_end - v_from);
        END IF;
        EXIT WHEN v_stop.ends_at IS NULL;
        v_tell := greatest(v_tell, v_stop.ends_at);
        v_from := greatest(v_from, date_bin(v_step, v_stop.ends_at + v_up, '2000-01-01 00:00Z'));
      END LOOP;
    END IF;
    v_day := v_day + 1;
  END LOOP;
END $$;

-- How many people an entry waits for.
CREATE OR REPLACE FUNCTION waiting.people_of(e waiting.entries) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT cardinality((e).card_ids) $$;

-- How many places they need.
CREATE OR REPLACE FUNCTION waiting.units_of(e waiting.entries) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE s.counts WHEN 'people' THEN waiting.people_of(e) ELSE 1 END FROM services.services s WHERE s.id = e.service_id $$;

-- The day on which the first card of an entry expires; null where none of them says.
CREATE OR REPLACE FUNCTION waiting.expires_on(e waiting.entries) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT min(c.expires_on) FROM cards.cards c WHERE c.id = ANY (e.card_ids) $$;

-- The booking window of an entry at an office, by where its cards lie, whether they expire in it or not. Null, null: none.
CREATE OR REPLACE FUNCTION waiting.reach_of(e waiting.entries, p_office integer, p_at timestamptz, OUT earliest date, OUT latest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN bool_and(w.earliest IS NOT NULL) THEN max(w.earliest) END, CASE WHEN bool_and(w.earliest IS NOT NULL) THEN min(w.latest) END
  FROM (SELECT DISTINCT c.office_id FROM cards.cards c WHERE c.id = ANY (e.card_ids)) lies,
    calendar.window_of(p_office, e.service_id, 'citizen', lies.office_id, p_at) w
$$;

-- The same up to the day on which the first of its cards expires. Null, null: none.
CREATE OR REPLACE FUNCTION waiting.window_of(e waiting.entries, p_office integer, p_at timestamptz, OUT earliest date, OUT latest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN f.latest >= f.earliest THEN f.earliest END, CASE WHEN f.latest >= f.earliest THEN f.latest END
  FROM (SELECT w.earliest, least(w.latest, waiting.expires_on(e)) AS latest FROM waiting.reach_of(e, p_office, p_at) w) f
$$;

-- Places that one citizen could take now, at the offices and on the days somebody waits for. p_more: of this entry alone, which is not among them yet.
CREATE OR REPLACE FUNCTION waiting.free_places(p_at timestamptz, p_more waiting.entries DEFAULT NULL) RETURNS SETOF waiting.place
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH free AS MATERIALIZED (
    SELECT w.office, w.service_id, s.slot_id, s.day, s.start_minute, s.free, waiting.part_of(s.start_minute, s.minutes, (SELECT calendar.usual_end())) AS part
    FROM (
      SELECT o AS office, e.service_id, min(e.from_day) AS from_day, max(e.to_day) AS to_day
      FROM (
        SELECT x.service_id, x.office_ids, x.from_day, x.to_day FROM waiting.entries x WHERE x.ended_at IS NULL AND (p_more).id IS NULL
        UNION ALL SELECT (p_more).service_id, (p_more).office_ids, (p_more).from_day, (p_more).to_day WHERE (p_more).id IS NOT NULL
      ) e, unnest(e.office_ids) AS o GROUP BY o, e.service_id
    ) w
      JOIN offices.open_to_citizens(p_at) f ON f.id = w.office
      JOIN services.services sv ON sv.id = w.service_id AND sv.retired_at IS NULL
      CROSS JOIN LATERAL services.length_of(w.service_id, w.office, 1) l
      CROSS JOIN LATERAL reservations.citizen_slots(w.office, w.service_id, l.slots, greatest(w.from_day, lib.day_of(p_at)), least(w.to_day, lib.day_of(p_at) + 400), p_at) s
    WHERE NOT s.closed AND s.free > 0
  ), kinds AS MATERIALIZED (SELECT d.day, waiting.day_kind(d.day) AS kind FROM (SELECT DISTINCT day FROM free) d)
  SELECT f.office, f.service_id, f.slot_id, f.day, f.start_minute, f.free, k.kind, f.part FROM free f JOIN kinds k ON k.day = f.day
$$;

-- Whether a time is one an entry waits for, whatever is free there. Inlined.
CREATE OR REPLACE FUNCTION waiting.wants(e waiting.entries, p_office integer, p_service integer, p_day date, p_kind text, p_part text) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$
  SELECT (e).service_id = p_service AND p_office = ANY ((e).office_ids) AND p_day BETWEEN (e).from_day AND (e).to_day AND p_part = ANY ((e).parts) AND p_kind = ANY ((e).day_kinds)
$$;

-- The times of an office in some days for which so many may wait: open, with room for them were nobody else there, or without places as yet, which may be given; and what opens to the web later.
CREATE OR REPLACE FUNCTION waiting.openings(p_office integer, p_service integer, p_people integer, p_units integer, p_from date, p_to date, p_at timestamptz)
RETURNS TABLE (day date, kind text, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH usual AS MATERIALIZED (SELECT calendar.usual_end() AS ends), times AS MATERIALIZED (
    SELECT t.day, waiting.part_of(t.start_minute, t.minutes, u.ends) AS part
    FROM usual u, reservations.times_for(p_office, p_service, p_people, p_units, p_from, p_to, p_at) t WHERE NOT t.closed AND (t.capacity = 0 OR t.fits)
    UNION
    SELECT l.day, waiting.part_of(l.start_minute, l.minutes, u.ends) FROM usual u, ledger.slots l
    WHERE l.office_id = p_office AND l.service_id = p_service AND l.day BETWEEN p_from AND p_to AND NOT l.gone AND l.closed_at IS NULL AND l.opens_at > p_at
  )
  SELECT t.day, k.kind, t.part FROM (SELECT d.day, waiting.day_kind(d.day) AS kind FROM (SELECT DISTINCT day FROM times) d) k JOIN times t ON t.day = k.day
$$;

-- At which of its offices (by name) an entry waits for what never comes: on all of its days there is no time for so many, open, of its kinds of days and times of day.
-- Only where all of its days are laid out there: what is not published yet may open. Null: at none.
CREATE OR REPLACE FUNCTION waiting.never_at(e waiting.entries, p_people integer, p_units integer, p_at timestamptz) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT string_agg(o.name, '、' ORDER BY o.position, o.id) FROM offices.offices o
  WHERE o.id = ANY ((e).office_ids) AND calendar.laid_out(o.id, (e).service_id, (e).to_day)
    AND NOT EXISTS (
      SELECT FROM waiting.openings(o.id, (e).service_id, p_people, p_units, greatest((e).from_day, lib.day_of(p_at)), (e).to_day, p_at) t
      WHERE waiting.wants(e, o.id, (e).service_id, t.day, t.kind, t.part))
$$;

-- Until when a time may be offered: the city's hours before it begins. Inlined.
CREATE OR REPLACE FUNCTION waiting.last_until(p_day date, p_start integer, p_ahead integer) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT lib.instant(p_day, p_start) - make_interval(hours => p_ahead) $$;

-- From when on no time an entry waits for can be offered any more: the last of its days on which its cards are valid is too near, or the citizens' window has passed
-- it at every one of its offices, by where its cards lie; beside a booking, none is before it, or it may not be changed on the web any more. Not before it was entered.
CREATE OR REPLACE FUNCTION waiting.last_at(e waiting.entries) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT greatest(e.entered_at, least(waiting.last_until(d.last, 1440, site.number('waiting-ahead-hours')),
    (SELECT CASE WHEN bool_and(o.passes IS NOT NULL) THEN max(o.passes) END FROM (
      SELECT min(calendar.passes(u.id, e.service_id, 'citizen', lies.office_id, d.last)) AS passes
      FROM unnest(e.office_ids) AS u (id), (SELECT DISTINCT c.office_id FROM cards.cards c WHERE c.id = ANY (e.card_ids)) lies GROUP BY u.id) o),
    d.change_until))
  FROM (SELECT least(e.to_day, waiting.expires_on(e), b.day) AS last, b.change_until FROM waiting.beside(e.id) b) d
$$;

-- Whether an offer was told: of one by mail the mail left, or nobody can be reached there. What lapsed while the worker or the mail server was away was not, nor what was
-- given up for a reason of ours (held back after a restore, not written, a server that does not let us send).
CREATE OR REPLACE FUNCTION waiting.was_told(o waiting.offers) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT NOT EXISTS (SELECT FROM outbox.mails m WHERE m.reservation_id = (o).reservation_id AND m.kind = 'waiting-offer' AND m.state <> 'sent'
    AND (m.state <> 'dead' OR m.last_error IN ('restored', 'could not be written') OR m.last_error ~ '(^|[^0-9.])5\.7\.[0-9]'))
$$;

-- Which of these places fit an entry, the earliest first: everyone of theirs, within the window of where their cards lie and up to the day on which one of them expires, none that they were told of before, nor that twice
-- could not be told. Beside a booking, none but those before it.
CREATE OR REPLACE FUNCTION waiting.fitting(e waiting.entries, p_free waiting.place[], p_at timestamptz) RETURNS TABLE (slot_id bigint, day date, start_minute smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH wanted AS MATERIALIZED (
    SELECT o.id, waiting.units_of(e) AS units, n.slots, n.slots > one.slots AS longer
    FROM unnest((e).office_ids) AS o (id), services.length_of((e).service_id, o.id, waiting.people_of(e)) n, services.length_of((e).service_id, o.id, 1) one
  ), fit AS MATERIALIZED (
    SELECT f.office_id, f.slot_id, f.day, f.start_minute FROM unnest(p_free) AS f JOIN wanted o ON o.id = f.office_id AND NOT o.longer
    WHERE waiting.wants(e, f.office_id, f.service_id, f.day, f.kind, f.part) AND f.free >= o.units
    -- So many take more slots than one does: looked at anew on the days on which one would find a place, for their whole length.
    UNION ALL
    SELECT d.office_id, s.slot_id, s.day, s.start_minute
    FROM (SELECT DISTINCT f.office_id, f.service_id, f.day, f.kind, o.units, o.slots FROM unnest(p_free) AS f JOIN wanted o ON o.id = f.office_id AND o.longer
        WHERE f.service_id = (e).service_id AND f.day BETWEEN (e).from_day AND (e).to_day) d
      CROSS JOIN LATERAL reservations.citizen_slots(d.office_id, d.service_id, d.slots, d.day, d.day, p_at) s
    WHERE NOT s.closed AND s.free >= d.units AND waiting.wants(e, d.office_id, d.service_id, d.day, d.kind, waiting.part_of(s.start_minute, s.minutes))
  ), windows AS MATERIALIZED (SELECT o.office_id, w.earliest, w.latest FROM (SELECT DISTINCT office_id FROM fit) o CROSS JOIN LATERAL waiting.window_of(e, o.office_id, p_at) w)
  SELECT f.slot_id, f.day, f.start_minute FROM fit f JOIN windows w ON w.office_id = f.office_id CROSS JOIN waiting.beside((e).id) b
  WHERE f.day BETWEEN w.earliest AND w.latest AND (b.id IS NULL OR (f.day, f.start_minute) < (b.day, b.start_minute)) AND NOT EXISTS (
    SELECT FROM waiting.offers o WHERE o.entry_id = (e).id AND o.slot_id = f.slot_id AND (o.outcome IS DISTINCT FROM 'lapsed' OR waiting.was_told(o)
      OR EXISTS (SELECT FROM waiting.offers x WHERE x.entry_id = o.entry_id AND x.slot_id = o.slot_id AND x.id <> o.id)))
  ORDER BY f.day, f.start_minute, array_position((e).office_ids, f.office_id)
$$;

-- Who of an entry has no booking for what it waits for, in their order: it goes on for them. Beside a booking: who comes with it.
CREATE OR REPLACE FUNCTION waiting.unbooked(e waiting.entries, p_at timestamptz) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN waiting.booking_of((e).id) IS NOT NULL THEN waiting.cards_of(waiting.booking_of((e).id)) ELSE ARRAY(
    SELECT u.id FROM unnest((e).card_ids) WITH ORDINALITY AS u (id, n) WHERE NOT EXISTS (
      SELECT FROM ledger.standing t JOIN reservations.reservations r ON r.id = t.reservation_id AND r.state = 'booked'
      WHERE t.service_id = (e).service_id AND t.key = 'c:' || u.id AND t.until > p_at)
    ORDER BY u.n) END
$$;

-- Why an entry beside a booking is over by what became of the booking; null: it is not, or waits beside none. left: the booking was cancelled, who does not come waits for nothing, or nobody can be
-- reached by it. booked: they came, or it was moved to an earlier time, one they waited for. days: it was moved before all of their days. card: somebody is under 支援措置 by now.
CREATE OR REPLACE FUNCTION waiting.beside_over(e waiting.entries) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN b.id IS NULL THEN NULL
    WHEN NOT b.live THEN CASE WHEN b.came THEN 'booked' ELSE 'left' END
    WHEN b.mail IS NULL AND b.phone = '' AND e.phone = '' THEN 'left'
    WHEN b.slot_id <> b.slot_was AND (b.day, b.start_minute) < (SELECT s.day, s.start_minute FROM ledger.slots s WHERE s.id = b.slot_was) AND waiting.wants(e, b.office_id, e.service_id, b.day, waiting.day_kind(b.day), waiting.part_of(b.start_minute, b.minutes)) THEN 'booked'
    WHEN EXISTS (SELECT FROM cards.cards c WHERE c.id = ANY (waiting.cards_of(b.id)) AND c.protected) THEN 'card'
    WHEN b.day < e.from_day THEN 'days' END
  FROM waiting.beside(e.id) b
$$;

-- Whether the booking is reached otherwise than the entry says.
CREATE OR REPLACE FUNCTION waiting.reached_otherwise(e waiting.entries) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(b.live AND (b.mail IS NOT NULL OR b.phone <> '' OR e.phone <> '')
    AND (b.mail IS DISTINCT FROM e.mail OR b.language IS DISTINCT FROM e.language OR (b.phone <> '' AND b.phone <> e.phone)), false)
  FROM waiting.beside(e.id) b
$$;

-- Why an entry is over; null: it is not. booked: all of its people have a booking, wherever it was made. card: a card of the others cannot be booked on the web
-- any more. days: no time it waits for could be offered any more and none is, for the days, or because its service or all of its offices went out of use for citizens. silent: three offers by mail without a word.
CREATE OR REPLACE FUNCTION waiting.over_by(e waiting.entries, p_at timestamptz) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN b.over IS NOT NULL THEN b.over
    WHEN cardinality(l.cards) = 0 THEN 'booked'
    WHEN waiting.booking_of(e.id) IS NULL AND EXISTS (SELECT FROM unnest(l.cards) AS u (id) WHERE NOT reservations.member_bookable(e.service_id, u.id, false)) THEN 'card'
    WHEN (waiting.last_at(e) <= p_at AND NOT EXISTS (SELECT FROM waiting.offers o WHERE o.entry_id = e.id AND o.outcome IS NULL)) OR EXISTS (SELECT FROM services.services s WHERE s.id = e.service_id AND s.retired_at IS NOT NULL)
      OR NOT EXISTS (SELECT FROM offices.offices o WHERE o.id = ANY (e.office_ids) AND o.retired_at IS NULL AND o.is_pickup AND (o.citizens_to IS NULL OR o.citizens_to >= lib.day_of(p_at))) THEN 'days'
    WHEN e.silent >= 3 THEN 'silent' END
  FROM (SELECT waiting.unbooked(e, p_at) AS cards OFFSET 0) l, (SELECT waiting.beside_over(e) AS over OFFSET 0) b
$$;
