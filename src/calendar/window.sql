-- How many open days a card takes from the office where it lies to another one.
CREATE OR REPLACE FUNCTION calendar.transfer_days(p_from integer, p_to integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce((SELECT t.open_days FROM offices.transfer_times t WHERE t.from_office = p_from AND t.to_office = p_to), 0) $$;

-- 予約可能期間 (§8(2)⑥): the first and last day an audience may book at this instant; null, null when none.
-- Earliest: the first open day D such that at least n open days lie in [from, D), where `from` is today, or tomorrow once today's cut-off has passed.
-- n = the window's open days + the transfer time when the card lies in another office. Latest: from 申込日 (`from`, too) or a fixed date; where fewer
-- open days are laid out than the window has, the last of them.
-- Of a window as it is given, kept or only typed so far: the page that sets windows shows with this very function what a change would do.
CREATE OR REPLACE FUNCTION calendar.window_for(w calendar.windows, p_card_office integer, p_at timestamptz, OUT earliest date, OUT latest date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_today date := lib.day_of(p_at);
  v_from date;
  v_ahead integer;
BEGIN
  v_from := v_today + CASE WHEN w.cutoff_minute IS NOT NULL AND lib.minute_of(p_at) >= w.cutoff_minute THEN 1 ELSE 0 END;
  v_ahead := w.earliest_open_days;
  IF p_card_office IS NOT NULL AND p_card_office <> w.office_id THEN v_ahead := v_ahead + calendar.transfer_days(p_card_office, w.office_id); END IF;
  SELECT d.day INTO earliest
  FROM (
    SELECT o.day, row_number() OVER (ORDER BY o.day) - 1 AS open_before
    FROM calendar.open_days(w.office_id, w.service_id, v_from, v_from + 199) AS o (day)
  ) d
  WHERE d.open_before >= v_ahead AND (d.day > v_today OR w.same_day_booking)
  ORDER BY d.day LIMIT 1;
  latest := CASE w.latest_kind
    WHEN 'date' THEN w.latest_date
    WHEN 'days' THEN v_from + w.latest_days
    -- None ahead, or 0 of them: that day alone.
    ELSE greatest(v_from, (SELECT max(ahead.day) FROM (
          SELECT c.day FROM calendar.open_days(w.office_id, w.service_id, v_from + 1, 'infinity') AS c (day) ORDER BY c.day LIMIT w.latest_days) ahead))
  END;
  IF earliest IS NULL OR latest IS NULL OR latest < earliest THEN earliest := NULL; latest := NULL; END IF;
END $$;

-- The same of the window that is kept; null, null where there is none.
CREATE OR REPLACE FUNCTION calendar.window_of(
  p_office integer, p_service integer, p_audience text, p_card_office integer, p_at timestamptz,
  OUT earliest date, OUT latest date
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  w calendar.windows;
BEGIN
  SELECT * INTO w FROM calendar.windows WHERE office_id = p_office AND service_id = p_service AND audience = p_audience;
  IF FOUND THEN SELECT f.earliest, f.latest INTO earliest, latest FROM calendar.window_for(w, p_card_office, p_at) f; END IF;
END $$;

-- From which instant on no day up to p_to is within the window any more: it has passed the last open day among them. Null where that cannot be said: no window is
-- kept, the days up to then are not laid out yet, or some of them are after a fixed last date, which a city may put later. Open days count here as the plan has them,
-- with those that a 臨時閉庁 shuts: it may be lifted again.
CREATE OR REPLACE FUNCTION calendar.passes(p_office integer, p_service integer, p_audience text, p_card_office integer, p_to date)
RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  w calendar.windows;
  v_last date;
  v_from date;
  v_ahead integer;
BEGIN
  SELECT * INTO w FROM calendar.windows WHERE office_id = p_office AND service_id = p_service AND audience = p_audience;
  IF w.office_id IS NULL OR (w.latest_kind = 'date' AND w.latest_date < p_to) OR NOT calendar.laid_out(p_office, p_service, p_to) THEN RETURN NULL; END IF;
  SELECT d.day INTO v_last FROM calendar.days d WHERE d.office_id = p_office AND d.service_id = p_service AND d.day <= p_to AND d.open ORDER BY d.day DESC LIMIT 1;
  v_from := v_last;
  v_ahead := w.earliest_open_days;
  IF p_card_office IS NOT NULL AND p_card_office <> w.office_id THEN v_ahead := v_ahead + calendar.transfer_days(p_card_office, w.office_id); END IF;
  IF v_ahead > 0 THEN
    SELECT d.day INTO v_from FROM calendar.days d WHERE d.office_id = p_office AND d.service_id = p_service AND d.day < v_last AND d.open
    ORDER BY d.day DESC OFFSET v_ahead - 1 LIMIT 1;
  END IF;
  -- Fewer open days are laid out before it than have to be: none was ever within it.
  IF v_from IS NULL THEN RETURN '-infinity'; END IF;
  RETURN least(lib.instant(v_from, coalesce(w.cutoff_minute, 1440)), CASE WHEN NOT w.same_day_booking THEN lib.instant(v_last, 0) END);
END $$;

-- Until which instant a booked visit may be changed or cancelled by this audience: its own deadline, the beginning of the day itself where that
-- switch is off, and for citizens never once it began. The switch does not undo a deadline that has passed. Staff, who see that somebody is late,
-- have no end of their own: what became of the visit ends it (reservations.move). Open days count here as the week has them, with those that a 臨時閉庁
-- or a draft shuts for the day alone: mails name the deadline as a date, and a closing must not move it before what was told. A holiday or a rule of the week
-- that comes in later still moves it. By a window as it is given.
CREATE OR REPLACE FUNCTION calendar.changeable_until_by(w calendar.windows, p_day date, p_start integer)
RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_last date := p_day;
BEGIN
  IF w.change_open_days > 0 THEN
    SELECT d.day INTO v_last FROM calendar.days d
    WHERE d.office_id = w.office_id AND d.service_id = w.service_id AND d.day < p_day AND (d.open OR d.week_open)
    ORDER BY d.day DESC OFFSET w.change_open_days - 1 LIMIT 1;
  END IF;
  IF w.audience = 'staff' AND w.same_day_change AND w.change_open_days = 0 AND w.change_minute IS NULL THEN RETURN 'infinity'; END IF;
  RETURN least(
    CASE WHEN w.audience = 'citizen' THEN lib.instant(p_day, p_start) END,
    CASE WHEN NOT w.same_day_change THEN lib.instant(p_day, 0) END,
    -- Fewer open days are laid out before it than the deadline counts: it has none. Without an hour the whole day counts.
    lib.instant(v_last, coalesce(w.change_minute, 1440)));
END $$;

-- The same by the window that is kept; null without one: nothing may be changed at all.
CREATE OR REPLACE FUNCTION calendar.changeable_until(p_office integer, p_service integer, p_audience text, p_day date, p_start integer)
RETURNS timestamptz LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  w calendar.windows;
BEGIN
  SELECT * INTO w FROM calendar.windows WHERE office_id = p_office AND service_id = p_service AND audience = p_audience;
  RETURN CASE WHEN FOUND THEN calendar.changeable_until_by(w, p_day, p_start) END;
END $$;

-- Whether it may still be at an instant.
CREATE OR REPLACE FUNCTION calendar.changeable_by(w calendar.windows, p_day date, p_start integer, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT p_at < calendar.changeable_until_by(w, p_day, p_start) $$;

CREATE OR REPLACE FUNCTION calendar.changeable(p_office integer, p_service integer, p_audience text, p_day date, p_start integer, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(p_at < calendar.changeable_until(p_office, p_service, p_audience, p_day, p_start), false) $$;
