-- A card that left its shelf for a visit that was moved, cancelled or not kept must go somewhere else (§8(2)⑩, domain.md "Custody"). What is to be done
-- is read from where the card is and its live visit, and stored nowhere: the scan that does it ends it.

-- What is to be done with cards that are off their shelf, or on one they were left on (left-elsewhere.sql); all, or one. task: shelve (back to its shelf), send-on (to the office of its visit),
-- send-back (to the office it belongs to). at_office: where it is done; of a card on its way, where it will come in. to_office: where the card belongs
-- afterwards: the office it belongs to is the last in which it had a box, where cards that were
-- left elsewhere go back the first (one that is out of its box there only when its days without a visit are past, or on its way); of one that never had any, where it is. day: of its live visit.
-- No task: a card whose visit stands where and when it was taken out for; whose visit is still to be moved (要振替), which a person decides first;
-- that waits at the office of a later visit it was sent to; that lies in a parcel to the office of its visit.
-- What a card was taken out for is not written: it is for another visit than its next one where that was made or moved since, or an earlier one of the card
-- ended or was moved since.
CREATE OR REPLACE FUNCTION counter.card_tasks(p_card bigint DEFAULT NULL)
RETURNS TABLE (card_id bigint, task text, at_office integer, to_office integer, day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
  WITH away AS MATERIALIZED (
    SELECT c.id, c.whereabouts, c.office_id, c.storage_place_id, v.day, v.office_id AS visit_office, v.service_id, v.moving, v.set_at, v.id AS visit
    FROM cards.cards c LEFT JOIN LATERAL (
      SELECT r.id, s.day, s.office_id, s.service_id, reservations.needs_moving(r, s) AS moving, greatest(r.booked_at, r.moved_at) AS set_at
      FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
      WHERE m.card_id = c.id AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived')
      ORDER BY s.day, s.start_minute LIMIT 1) v ON true
    WHERE c.whereabouts IN ('pulled', 'transit', 'counter') AND (p_card IS NULL OR c.id = p_card)
  ), back AS MATERIALIZED (
    SELECT site.number('return-days') AS days
  ), stood AS (
    SELECT a.*, coalesce(t.to_office_id, a.office_id) AS there,
      CASE WHEN b.first IS NOT NULL AND (a.whereabouts = 'transit' OR b.boxed IS DISTINCT FROM a.office_id
        OR counter.left_since(a.id) + b.days <= lib.day_of(lib.now())) THEN b.first ELSE coalesce(b.boxed, a.office_id) END AS home,
      a.set_at > p.at OR EXISTS (
        SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.booked_at IS NOT NULL JOIN ledger.slots s ON s.id = r.slot_id
        WHERE m.card_id = a.id AND r.id <> a.visit AND CASE WHEN r.state = 'booked' AND m.removed_at IS NULL AND coalesce(m.outcome, 'arrived') = 'arrived' THEN r.moved_at
          WHEN s.day <= a.day THEN greatest(r.ended_at, m.removed_at, m.outcome_at) END > p.at) AS changed,
      a.whereabouts = 'pulled' AND EXISTS (
        SELECT FROM cards.parcel_cards k JOIN cards.parcels b ON b.id = k.parcel_id AND b.to_office = a.visit_office
        WHERE k.card_id = a.id AND k.sent_event IS NULL AND k.after_event = cards.last_event(a.id)) AS packed
    FROM away a CROSS JOIN LATERAL (
      SELECT k.days, CASE WHEN k.days > 0 THEN counter.first_home(a.id) END AS first, CASE WHEN a.storage_place_id IS NOT NULL THEN a.office_id ELSE (
        SELECT e.office_id FROM cards.custody_events e WHERE e.card_id = a.id AND e.storage_place_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id) ORDER BY e.id DESC LIMIT 1) END AS boxed
      FROM back k OFFSET 0) b CROSS JOIN LATERAL (
      SELECT coalesce(max(e.at), 'infinity') AS at FROM cards.custody_events e WHERE e.card_id = a.id AND e.event = 'pulled') p LEFT JOIN LATERAL (
      SELECT e.to_office_id FROM cards.custody_events e WHERE a.whereabouts = 'transit' AND e.card_id = a.id AND e.event = 'sent' ORDER BY e.id DESC LIMIT 1) t ON true
    WHERE a.moving IS NOT TRUE
  ), judged AS (
    SELECT s.*, CASE
      WHEN s.visit_office IS NULL AND s.there IS DISTINCT FROM s.home THEN 'send-back'
      WHEN s.visit_office IS NULL AND s.whereabouts <> 'transit' THEN 'shelve'
      WHEN s.visit_office <> s.there AND (s.whereabouts <> 'pulled' OR s.changed) AND NOT s.packed THEN CASE WHEN s.visit_office = s.home THEN 'send-back' ELSE 'send-on' END
      WHEN s.visit_office = s.there AND s.whereabouts = 'pulled' AND s.changed
        AND s.day > counter.nth_open_day(s.visit_office, s.service_id, lib.day_of(lib.now()), 1) THEN 'shelve'
      END AS task
    FROM stood s
  )
  SELECT j.id, j.task, j.there, CASE WHEN j.task = 'send-on' THEN j.visit_office ELSE j.home END, j.day
  FROM judged j WHERE j.task IS NOT NULL AND j.there IS NOT NULL AND j.home IS NOT NULL
  UNION ALL
  SELECT l.card_id, 'send-back', l.at_office, l.to_office, NULL FROM counter.left_elsewhere(p_card) l
$$;

-- Why a card without a live visit has a task: what became of its last one. cancelled, removed, no-show, incomplete; none where there was none.
CREATE OR REPLACE FUNCTION counter.task_why(p_card bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT CASE WHEN m.removed_at IS NOT NULL THEN 'removed' WHEN m.outcome IN ('no-show', 'incomplete') THEN m.outcome WHEN r.state = 'cancelled' THEN 'cancelled' END
    FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.booked_at IS NOT NULL
    WHERE m.card_id = p_card ORDER BY greatest(r.ended_at, m.outcome_at, m.removed_at) DESC NULLS LAST LIMIT 1), 'none')
$$;
