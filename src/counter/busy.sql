-- How busy an office's counter is, as the citizens' site says it (§8(3)⑥⑧): one of three words, never a count, and nothing that one visitor could change.
-- So that nobody is seen coming or going: the counter is looked at every ten minutes and not between; an office counts as having three places at the least;
-- and a word that was reached is left only by two visitors or more. Who is under 支援措置 is not in it at all.

-- The word after a look at the counter, from the word before it (null: none). p_here: received and not done; p_room: who may come at that time.
CREATE OR REPLACE FUNCTION counter.busy_word(p_before text, p_here integer, p_room integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN p_here >= r.room * CASE WHEN p_before = 'busy' THEN 1.5 ELSE 2 END THEN 'busy'
    WHEN p_here >= r.room * CASE WHEN p_before IN ('some', 'busy') THEN 0.5 ELSE 1 END THEN 'some'
    ELSE 'quiet' END
  FROM (SELECT greatest(p_room, 3) AS room) r
$$;

-- Whether staff keep the board: of the last two hours it holds three visits at least, and of those whose time came (p_due) half or more. Else nothing is said.
CREATE OR REPLACE FUNCTION counter.board_kept(p_noted integer, p_due integer, p_noted_due integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT p_noted >= 3 AND p_noted_due * 2 >= p_due $$;

-- How many may come to an office at an instant, over all its services; null: it is not open then. A day that was closed is over.
CREATE OR REPLACE FUNCTION counter.room_at(p_office integer, p_at timestamptz) RETURNS integer LANGUAGE sql STABLE
AS $$
  SELECT sum(s.capacity)::integer FROM ledger.slots s, (SELECT lib.day_of(p_at) AS day, lib.minute_of(p_at) AS minute) t
  WHERE s.office_id = p_office AND s.day = t.day AND t.minute >= s.start_minute AND t.minute < s.start_minute + s.minutes AND NOT s.gone AND s.closed_at IS NULL
    AND NOT EXISTS (SELECT FROM counter.day_ends e WHERE e.office_id = p_office AND e.day = t.day AND e.reopened_at IS NULL)
$$;

-- What the board of an office showed at each of some instants of one day: who was there, and whether it was kept. A press counts from when it was made until it
-- was taken back. Who was received more than two hours before is not there any more: somebody forgot to press. A party counts as its service counts places.
CREATE OR REPLACE FUNCTION counter.looks(p_office integer, p_times timestamptz[]) RETURNS TABLE (at timestamptz, here integer, kept boolean) LANGUAGE sql STABLE
AS $$
  WITH comes AS MATERIALIZED (
    SELECT r.id, m.position, sv.counts, lib.instant(s.day, s.start_minute) AS begins
    FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended') JOIN services.services sv ON sv.id = r.service_id
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE s.office_id = p_office AND s.day = lib.day_of(p_times[1]) AND NOT cards.is_protected(c.protected, m.person_key)
  ), shown AS (
    SELECT t.at, v.id, v.counts, v.begins, a.to_outcome, a.at AS noted_at
    FROM unnest(p_times) AS t (at) CROSS JOIN comes v LEFT JOIN LATERAL (
      SELECT x.to_outcome, x.at FROM counter.acts x
      WHERE x.reservation_id = v.id AND x.position = v.position AND x.at <= t.at AND (x.undone_at IS NULL OR x.undone_at > t.at) ORDER BY x.id DESC LIMIT 1) a ON true
  ), visits AS (
    SELECT s.at, s.counts, count(*) FILTER (WHERE s.to_outcome = 'arrived' AND s.noted_at > s.at - interval '2 hours') AS people,
      coalesce(max(s.noted_at) > s.at - interval '2 hours', false) AS noted, max(s.noted_at) IS NOT NULL AS known,
      s.begins > s.at - interval '2 hours' AND s.begins <= s.at - interval '10 minutes' AS due
    FROM shown s GROUP BY s.at, s.id, s.counts, s.begins
  )
  SELECT t.at, coalesce(sum(CASE v.counts WHEN 'people' THEN v.people ELSE least(v.people, 1) END), 0)::integer,
    counter.board_kept(count(*) FILTER (WHERE v.noted)::integer, count(*) FILTER (WHERE v.due)::integer, count(*) FILTER (WHERE v.due AND v.known)::integer)
  FROM unnest(p_times) AS t (at) LEFT JOIN visits v ON v.at = t.at GROUP BY t.at
$$;

-- The word of an office for the last full ten minutes, with the hour before it: each word follows from the one before. Null where the board was not kept, or the
-- office not open, at that time.
CREATE OR REPLACE FUNCTION counter.word_at(p_office integer, p_seen timestamptz) RETURNS text LANGUAGE plpgsql STABLE
AS $$
DECLARE
  v_word text;
  v_look record;
BEGIN
  FOR v_look IN
    SELECT l.here, l.kept, counter.room_at(p_office, l.at) AS room
    FROM counter.looks(p_office, ARRAY(SELECT p_seen - make_interval(mins => 10 * n) FROM generate_series(0, 6) AS n
      WHERE lib.day_of(p_seen - make_interval(mins => 10 * n)) = lib.day_of(p_seen) ORDER BY n)) l ORDER BY l.at
  LOOP
    v_word := CASE WHEN v_look.kept AND v_look.room > 0 THEN counter.busy_word(v_word, v_look.here, v_look.room) END;
  END LOOP;
  RETURN v_word;
END $$;

-- Of each office that is open now and keeps its board, how busy its counter is: quiet, some or busy, and as of when. Nothing while the city does not want it said.
CREATE OR REPLACE FUNCTION citizen.counters() RETURNS TABLE (office text, word text, seen timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT w.code, w.word, w.seen FROM (
    SELECT o.code, t.seen, counter.word_at(o.id, t.seen) AS word
    FROM (SELECT n.now, date_bin('10 minutes', n.now, 'epoch') AS seen FROM (SELECT lib.now() AS now WHERE site.number('counter-word') = 1) n) t,
      offices.open_to_citizens(t.now) o
    WHERE counter.room_at(o.id, t.now) > 0) w
  WHERE w.word IS NOT NULL
$$;
