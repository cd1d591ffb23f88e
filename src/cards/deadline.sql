-- Until when a card waits (§8(2)⑦, domain.md): months after its notice it is noticed again, months after that it is to be destroyed. 保留 stops the clock.
-- A notice that came back (返戻) counts as if it had not been posted: until it is posted again no time runs, then the new notice counts.

-- step: what comes next (renotice, destroy; stopped while on hold; returned while its last notice is back; NULL where no clock runs). since: the notice it
-- counts from; NULL where none reached anybody. held: days on hold since then (NULL as that). due_on: the day from which the step may be done; NULL while it is stopped.
CREATE OR REPLACE FUNCTION cards.deadline(c cards.cards, OUT step text, OUT since date, OUT held integer, OUT due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT w.step, w.since, h.days,
    CASE w.step WHEN 'renotice' THEN (w.since + make_interval(months => site.number('renotice-months')))::date + h.days
      WHEN 'destroy' THEN (w.since + make_interval(months => site.number('destroy-months')))::date + h.days END
  FROM (
    SELECT coalesce(a.again, a.first) AS since, CASE
      WHEN NOT c.is_open OR s.category IN ('preparing', 'to-destroy') OR coalesce(a.again, c.notice_date) IS NULL THEN NULL
      WHEN s.category = 'on-hold' THEN 'stopped' WHEN s.category = 'returned' OR a.back THEN 'returned'
      WHEN a.again IS NULL THEN 'renotice' ELSE 'destroy' END AS step
    FROM cards.statuses s CROSS JOIN LATERAL (
      SELECT coalesce((SELECT max(n.posted_on) FROM cards.notices n WHERE n.card_id = c.id AND n.kind = 'again' AND n.undone_at IS NULL AND n.returned_at IS NULL),
          CASE WHEN c.status = 'renotified' AND (cards.last_notice(c.id)).id IS NULL THEN lib.day_of(c.status_at) END) AS again,
        -- A list that is taken in again may tell the day of the notice that came back.
        CASE WHEN NOT cards.first_came_back(c.id) THEN greatest(c.notice_date,
          (SELECT max(n.posted_on) FROM cards.notices n WHERE n.card_id = c.id AND n.kind = 'first' AND n.undone_at IS NULL AND n.returned_at IS NULL)) END AS first, (cards.last_notice(c.id)).returned_at IS NOT NULL AS back) a
    WHERE s.code = c.status) w
  CROSS JOIN LATERAL (
    SELECT CASE WHEN w.since IS NOT NULL THEN coalesce(sum(greatest(lib.day_of(coalesce(x.until, lib.now())) - greatest(lib.day_of(x.at), w.since), 0)), 0)::integer END AS days
    FROM (SELECT e.at, e.to_status, lead(e.at) OVER (ORDER BY e.id) AS until FROM cards.status_history e WHERE e.card_id = c.id) x
      JOIN cards.statuses s ON s.code = x.to_status AND s.category = 'on-hold') h
$$;

-- Cards that are at the end of a time by a day: to be noticed again or destroyed only those that nobody has booked and that are not on hold; whose own time
-- ends (expires), so many days ahead (expires-near-days), all of them.
CREATE OR REPLACE FUNCTION cards.due_by(p_step text, p_day date) RETURNS TABLE (card_id bigint, since date, held integer, due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id, d.since, d.held, d.due_on
  FROM cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category IN ('notified', 'no-show', 'incomplete'), cards.deadline(c) d
  WHERE p_step <> 'expires' AND c.is_open AND c.notice_date <= p_day AND d.step = p_step AND d.due_on <= p_day AND NOT cards.is_booked(c.id, NULL)
    -- A cheap condition that leaves most cards out before cards.deadline is asked, which costs 0.1 ms a card (300,000 of them took more than 10 s):
    -- a first notice is due no earlier than its months after notice_date (three days more, since months differ), a second one only where there is one.
    AND CASE p_step WHEN 'renotice' THEN c.notice_date <= (SELECT p_day - make_interval(months => site.number('renotice-months')) + interval '3 days')
      ELSE c.status = 'renotified' OR EXISTS (SELECT FROM cards.notices n WHERE n.card_id = c.id AND n.kind = 'again') END
  UNION ALL
  SELECT c.id, d.since, d.held, c.expires_on
  FROM cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category <> 'to-destroy', cards.deadline(c) d
  WHERE p_step = 'expires' AND c.is_open AND c.expires_on <= p_day
$$;

-- Counts anew what 対応が必要 and the page of notices to post tell: by where the cards are (NULL: nowhere yet), those under 支援措置 apart. What is no more is
-- counted as none, so that no number of another day stands. `ahead`: those that come to it in the four weeks after.
CREATE OR REPLACE FUNCTION cards.recount_due() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH steps (step, day, at) AS MATERIALIZED (
    SELECT t.step, t.day, n.at FROM (SELECT lib.now() AS at) n CROSS JOIN LATERAL (VALUES
      ('renotice', lib.day_of(n.at)), ('destroy', lib.day_of(n.at)), ('expires', lib.day_of(n.at) + site.number('expires-near-days'))) AS t (step, day)
  ), found AS MATERIALIZED (
    SELECT t.step, c.office_id, c.protected, (count(*) FILTER (WHERE d.due_on <= t.day))::integer AS cards, (count(*) FILTER (WHERE d.due_on > t.day))::integer AS ahead
    FROM steps t CROSS JOIN LATERAL cards.due_by(t.step, t.day + 28) d JOIN cards.cards c ON c.id = d.card_id GROUP BY t.step, c.office_id, c.protected
  )
  INSERT INTO cards.due (step, office_id, hidden, cards, ahead, at)
  SELECT t.step, o.id, h.hidden, coalesce(f.cards, 0), coalesce(f.ahead, 0), t.at
  FROM steps t CROSS JOIN (SELECT id FROM offices.offices UNION ALL SELECT NULL) o CROSS JOIN (VALUES (false), (true)) AS h (hidden)
    LEFT JOIN found f ON f.step = t.step AND f.office_id IS NOT DISTINCT FROM o.id AND f.protected = h.hidden
  ORDER BY t.step, o.id, h.hidden
  ON CONFLICT (step, office_id, hidden) DO UPDATE SET cards = EXCLUDED.cards, ahead = EXCLUDED.ahead, at = EXCLUDED.at
$$;

-- Whether a card that stood so had a notice that was posted, or came back, after a day.
CREATE OR REPLACE FUNCTION cards.noticed_after(p_card bigint, p_from text, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(p_day < coalesce(greatest(n.posted_on, n.returned_on), CASE WHEN s.category <> 'preparing' AND c.notice_date <= lib.day_of(lib.now()) THEN c.notice_date END), false)
  FROM cards.cards c JOIN cards.statuses s ON s.code = p_from
    LEFT JOIN LATERAL (SELECT x.posted_on, x.returned_on FROM cards.notices x WHERE x.card_id = c.id AND x.undone_at IS NULL ORDER BY x.id DESC LIMIT 1) n ON true
  WHERE c.id = p_card
$$;

-- Changes many to 通知発送済 or 再通知 because their notices were posted on a day (§8(2)⑦c). Returns the act's id; taken back by undo_many with the rest.
-- Refuses: changed_meanwhile, nothing, ahead (the day has not come), follows (that status is no notice), before_notice (of some cards the notice before was
-- posted, or came back, after that day; detail: of how many).
CREATE OR REPLACE FUNCTION cards.post_many(p_actor audit.actor, p_cards bigint[], p_to text, p_why text, p_seen text, p_posted date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id bigint;
  v_later integer;
BEGIN
  IF p_posted > lib.day_of(v_at) THEN PERFORM lib.refuse('ahead'); END IF;
  IF NOT EXISTS (SELECT FROM cards.statuses s WHERE s.code = p_to AND s.category = 'notified') THEN PERFORM lib.refuse('follows'); END IF;
  v_id := cards.change_many(p_actor, p_cards, p_to, p_why, p_seen);
  SELECT count(*) INTO v_later FROM cards.bulk_changed b WHERE b.bulk_id = v_id AND cards.noticed_after(b.card_id, b.from_status, p_posted);
  IF v_later > 0 THEN PERFORM lib.refuse('before_notice', v_later::text); END IF;
  PERFORM cards.note_posted(p_actor, ARRAY(SELECT b.card_id FROM cards.bulk_changed b WHERE b.bulk_id = v_id), p_to, p_posted, v_id);
  RETURN v_id;
END $$;

-- Changes many to 通知返戻 because their notices came back on a day; taken back by undo_many. Returns the act's id.
-- Refuses: changed_meanwhile, nothing, ahead (the day has not come), follows (that status does not say so).
CREATE OR REPLACE FUNCTION cards.return_many(p_actor audit.actor, p_cards bigint[], p_to text, p_why text, p_seen text, p_on date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_id bigint;
BEGIN
  IF p_on > lib.day_of(lib.now()) THEN PERFORM lib.refuse('ahead'); END IF;
  IF NOT EXISTS (SELECT FROM cards.statuses s WHERE s.code = p_to AND s.category = 'returned') THEN PERFORM lib.refuse('follows'); END IF;
  v_id := cards.change_many(p_actor, p_cards, p_to, p_why, p_seen);
  PERFORM cards.note_returned(p_actor, array_agg(x.card_id ORDER BY x.card_id), array_agg(x.from_status ORDER BY x.card_id), p_why, p_on, (SELECT b.at FROM cards.bulk_changes b WHERE b.id = v_id))
  FROM cards.bulk_changed x WHERE x.bulk_id = v_id;
  RETURN v_id;
END $$;

-- Keeps that notices were posted; the first one is the card's day of notice. Where the first came back, the next is a first one too, whatever the status
-- is called. The caller holds the cards' locks.
CREATE OR REPLACE FUNCTION cards.note_posted(p_actor audit.actor, p_cards bigint[], p_to text, p_posted date, p_bulk bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  WITH posted AS (
    INSERT INTO cards.notices (card_id, kind, posted_on, before, at, staff_id, bulk_id)
    SELECT c.id, CASE WHEN p_to = 'renotified' AND NOT cards.first_came_back(c.id) THEN 'again' ELSE 'first' END, p_posted, c.notice_date, lib.now(), (p_actor).staff_id, p_bulk
    FROM cards.cards c WHERE c.id = ANY (p_cards) ORDER BY c.id RETURNING card_id, kind
  )
  UPDATE cards.cards c SET notice_date = p_posted FROM posted p WHERE c.id = p.card_id AND (p.kind = 'first' OR c.notice_date IS NULL);
END $$;
