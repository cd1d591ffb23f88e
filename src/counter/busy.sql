-- How busy an office's counter is, as the citizens' site says it (§8(3)⑥⑧): one of three words, never a count. It knows visits with a reservation alone (窓口受付 makes one).
-- What it tells of somebody who comes or goes: the worker looks at the counter every ten minutes and keeps the word alone; what changes between two looks, or later, changes
-- no word that was said. A reservation is one, however many come with it, and one with anybody under 支援措置 is none. An office counts as having three places at
-- the least. A step up is reached with one reservation like any other, and the first word of a day with the third that is recorded: who reads it learns that so many are
-- there, not who. No step is undone by the same one going: a word that was reached is left only by two or more.

-- The word after a look at the counter, from the word before it (null: none). p_here: received and not done; p_room: who may come at that time.
CREATE OR REPLACE FUNCTION counter.busy_word(p_before text, p_here integer, p_room integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN p_here >= r.room * CASE WHEN p_before = 'busy' THEN 1.5 ELSE 2 END THEN 'busy'
    WHEN p_here >= r.room * CASE WHEN p_before IN ('some', 'busy') THEN 0.5 ELSE 1 END THEN 'some'
    ELSE 'quiet' END
  FROM (SELECT greatest(p_room, 3) AS room) r
$$;

-- Whether staff keep the board. It begins with three visits noted in the last two hours, when of those whose time came (p_due) half or more are noted; it ends when three or
-- more of these are not, and those noted are less than a quarter: no one visit ends it, nor begins it again.
CREATE OR REPLACE FUNCTION counter.board_kept(p_before boolean, p_noted integer, p_due integer, p_noted_due integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p_before THEN p_due - p_noted_due < 3 OR p_noted_due * 4 >= p_due ELSE p_noted >= 3 AND p_noted_due * 2 >= p_due END
$$;

-- Whether an office is open at an instant, for any of its services. A day that was closed is over.
CREATE OR REPLACE FUNCTION counter.open_at(p_office integer, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT EXISTS (
    SELECT FROM ledger.slots s, (SELECT lib.day_of(p_at) AS day, lib.minute_of(p_at) AS minute) t
    WHERE s.office_id = p_office AND s.service_id IN (SELECT id FROM services.services) AND s.day = t.day AND t.minute >= s.start_minute AND t.minute < s.start_minute + s.minutes
      AND s.capacity > 0 AND NOT s.gone AND s.closed_at IS NULL)
    AND NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = p_office AND e.day = lib.day_of(p_at) AND e.reopened_at IS NULL)
$$;

-- How many may come to an office at once, over all its services: the most of any time of that day, so that the same visitors are the same word all day.
CREATE OR REPLACE FUNCTION counter.room_of_day(p_office integer, p_day date) RETURNS integer LANGUAGE sql STABLE
AS $$
  WITH day AS MATERIALIZED (
    SELECT s.start_minute, s.minutes, s.capacity FROM ledger.slots s
    WHERE s.office_id = p_office AND s.service_id IN (SELECT id FROM services.services) AND s.day = p_day AND NOT s.gone)
  SELECT coalesce(max((SELECT sum(o.capacity) FROM day o WHERE d.start_minute >= o.start_minute AND d.start_minute < o.start_minute + o.minutes)), 0)::integer FROM day d
$$;

-- What the board of an office showed at an instant: how many visits were there, how many were noted in the two hours before, and of those whose time came then how
-- many, and how many of them are noted. A press counts from when it was made until it was taken back. Who was received more than two hours before is not there
-- any more: somebody forgot to press.
CREATE OR REPLACE FUNCTION counter.look(p_office integer, p_at timestamptz) RETURNS TABLE (here integer, noted integer, due integer, noted_due integer) LANGUAGE sql STABLE
AS $$
  WITH visits AS (
    SELECT coalesce(bool_or(a.to_outcome = 'arrived' AND a.at > p_at - interval '2 hours'), false) AS here, max(a.at) AS noted_at,
      lib.instant(s.day, s.start_minute) > p_at - interval '2 hours' AND lib.instant(s.day, s.start_minute) <= p_at - interval '10 minutes' AS due
    FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL LEFT JOIN cards.cards c ON c.id = m.card_id
      LEFT JOIN LATERAL (
        SELECT x.to_outcome, x.at FROM counter.acts x
        WHERE x.reservation_id = r.id AND x.position = m.position AND x.at <= p_at AND (x.undone_at IS NULL OR x.undone_at > p_at) ORDER BY x.id DESC LIMIT 1) a ON true
    WHERE s.office_id = p_office AND s.service_id IN (SELECT id FROM services.services) AND s.day = lib.day_of(p_at)
    GROUP BY r.id, s.day, s.start_minute HAVING NOT bool_or(cards.is_protected(c.protected, m.person_key))
  )
  SELECT count(*) FILTER (WHERE v.here)::integer, count(*) FILTER (WHERE v.noted_at > p_at - interval '2 hours')::integer,
    count(*) FILTER (WHERE v.due)::integer, count(*) FILTER (WHERE v.due AND v.noted_at IS NOT NULL)::integer
  FROM visits v
$$;

-- The word of an office after a look at a time, from the last word of that day. Null: its board is not kept.
CREATE OR REPLACE FUNCTION counter.word_after(p_office integer, p_at timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN counter.board_kept(b.word IS NOT NULL, l.noted, l.due, l.noted_due) THEN counter.busy_word(b.word, l.here, counter.room_of_day(p_office, lib.day_of(p_at))) END
  FROM counter.look(p_office, p_at) l LEFT JOIN LATERAL (
    SELECT w.word FROM counter.words w
    WHERE w.office_id = p_office AND w.looked_at < p_at AND w.looked_at >= lib.instant(lib.day_of(p_at), 0) ORDER BY w.looked_at DESC LIMIT 1) b ON true
$$;

-- Looks at the counter of each office that is open, for the last full ten minutes, once: a word that was kept stands. Words of earlier days go, and all where the city
-- does not want it said.
CREATE OR REPLACE FUNCTION counter.keep_words() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now timestamptz := lib.now();
  v_mark timestamptz := date_bin('10 minutes', v_now, 'epoch');
BEGIN
  DELETE FROM counter.words WHERE site.number('counter-word') <> 1 OR looked_at < lib.instant(lib.day_of(v_now), 0);
  IF site.number('counter-word') <> 1 THEN RETURN; END IF;
  INSERT INTO counter.words (office_id, looked_at, word)
  SELECT o.id, v_mark, counter.word_after(o.id, v_mark) FROM offices.open_to_citizens(v_now) o
  WHERE NOT EXISTS (SELECT FROM counter.words w WHERE w.office_id = o.id AND w.looked_at = v_mark) AND counter.open_at(o.id, v_mark)
  ON CONFLICT DO NOTHING;
END $$;

-- Of each office that is open now and keeps its board, how busy its counter is: quiet, some or busy, and as of when. Nothing while the city does not want it said,
-- nor where nobody looked in the last quarter of an hour.
CREATE OR REPLACE FUNCTION citizen.counters() RETURNS TABLE (office text, word text, seen timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.code, w.word, w.looked_at
  FROM (SELECT lib.now() AS now WHERE site.number('counter-word') = 1) n, offices.open_to_citizens(n.now) o, LATERAL (
    SELECT x.word, x.looked_at FROM counter.words x
    WHERE x.office_id = o.id AND x.looked_at > n.now - interval '15 minutes' AND x.looked_at <= n.now ORDER BY x.looked_at DESC LIMIT 1) w
  WHERE w.word IS NOT NULL AND counter.open_at(o.id, n.now)
$$;
