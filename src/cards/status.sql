-- Changes where the handing-over of a card stands and writes its history (§8(2)⑦). The caller holds the card's lock when it changes several (ascending id).
CREATE OR REPLACE FUNCTION cards.set_status(
  p_actor audit.actor, p_card bigint, p_status text, p_why text, p_reservation uuid, p_at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_from text;
  v_was boolean;
  v_open boolean;
  v_at constant timestamptz := lib.stamp(p_at);
BEGIN
  SELECT status, is_open INTO v_from, v_was FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF v_from IS NULL OR v_from = p_status THEN RETURN false; END IF;
  SELECT is_open INTO STRICT v_open FROM cards.statuses WHERE code = p_status;
  UPDATE cards.cards SET status = p_status, status_at = v_at, is_open = v_open, updated_at = v_at WHERE id = p_card;
  INSERT INTO cards.status_history (card_id, from_status, to_status, at, staff_id, actor_kind, why, reservation_id)
  VALUES (p_card, v_from, p_status, v_at, (p_actor).staff_id, (p_actor).kind, p_why, p_reservation);
  IF v_open AND NOT v_was THEN PERFORM cards.stand_again(p_actor, p_card, v_at); END IF;
  RETURN true;
END $$;

-- What a card goes back to, whose status was this: one that is used no more is given to no card again, the first of its kind that the product brings
-- takes its place, and the history says so (word; else empty).
CREATE OR REPLACE FUNCTION cards.status_again(p_status text, OUT code text, OUT word text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(d.code, s.code), CASE WHEN d.code IS NULL THEN '' ELSE '（前の「' || s.name || '」は使われていないため、「' || d.name || '」）' END
  FROM cards.statuses s LEFT JOIN LATERAL (
    SELECT x.code, x.name FROM cards.statuses x WHERE s.retired_at IS NOT NULL AND x.category = s.category AND x.built_in ORDER BY x.position LIMIT 1) d ON true
  WHERE s.code = p_status
$$;

-- Since when a card stands as it does: the instant of its newest change or, where that took another back, of the change that stands again by it.
CREATE OR REPLACE FUNCTION cards.stands_since(p_card bigint) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(h.back_to, h.at) FROM cards.status_history h WHERE h.card_id = p_card ORDER BY h.id DESC LIMIT 1 $$;

-- The change by which a card stands: the newest one, or where that took others back, the one it stands by again.
CREATE OR REPLACE FUNCTION cards.stands_by(p_card bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT h.id FROM (SELECT n.to_status, coalesce(n.back_to, n.at) AS since FROM cards.status_history n WHERE n.card_id = p_card ORDER BY n.id DESC LIMIT 1) n
    CROSS JOIN LATERAL (
      SELECT h.id FROM cards.status_history h WHERE h.card_id = p_card AND h.at = n.since AND h.to_status = n.to_status AND h.back_to IS NULL ORDER BY h.id DESC LIMIT 1) h
$$;

-- Since when a card will stand once the change by which it stands is taken back to this status: of the change before that one. NULL where that one led elsewhere.
CREATE OR REPLACE FUNCTION cards.stood_since(p_card bigint, p_status text) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN b.to_status = p_status THEN coalesce(b.back_to, b.at) END
  FROM (SELECT n.to_status, coalesce(n.back_to, n.at) AS since FROM cards.status_history n WHERE n.card_id = p_card ORDER BY n.id DESC LIMIT 1) n
    CROSS JOIN LATERAL (
      SELECT h.id FROM cards.status_history h WHERE h.card_id = p_card AND h.at = n.since AND h.to_status = n.to_status AND h.back_to IS NULL ORDER BY h.id DESC LIMIT 1) r
    CROSS JOIN LATERAL (SELECT h.* FROM cards.status_history h WHERE h.card_id = p_card AND h.id < r.id ORDER BY h.id DESC LIMIT 1) b
$$;

-- Puts a card back to a status, as set_status changes it. Who takes back the change before this one finds the card as that left it.
CREATE OR REPLACE FUNCTION cards.set_status_back(p_actor audit.actor, p_card bigint, p_status text, p_why text, p_reservation uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a record;
  v_since timestamptz;
BEGIN
  SELECT * INTO a FROM cards.status_again(p_status);
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  v_since := cards.stood_since(p_card, a.code);
  IF NOT cards.set_status(p_actor, p_card, a.code, p_why || a.word, p_reservation, p_at) THEN RETURN false; END IF;
  UPDATE cards.status_history SET back_to = v_since WHERE v_since IS NOT NULL AND id = (SELECT max(h.id) FROM cards.status_history h WHERE h.card_id = p_card);
  RETURN true;
END $$;

-- Back to the status before a reservation made it 予約済, from history; leaves a card alone that staff have changed since. Where another reservation had made it
-- 予約済 before, that one's status before counts. The caller knows that no visit of the card is left (reservations.unbook).
CREATE OR REPLACE FUNCTION cards.unbook(p_actor audit.actor, p_card bigint, p_reservation uuid, p_why text, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now text;
  v_before text;
BEGIN
  SELECT status INTO v_now FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF v_now IS DISTINCT FROM 'booked' THEN RETURN false; END IF;
  SELECT from_status INTO v_before FROM cards.status_history
  WHERE card_id = p_card AND reservation_id IS NOT NULL AND to_status = 'booked' ORDER BY (reservation_id = p_reservation) DESC, id DESC LIMIT 1;
  IF v_before IS NULL THEN RETURN false; END IF;
  RETURN cards.set_status_back(p_actor, p_card, v_before, p_why, p_reservation, p_at);
END $$;

-- Built-in statuses; names may be changed by the city, codes not.
INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position) VALUES
  ('preparing', '準備中', 'preparing', 'nobody', true, true, 1),
  ('notified', '通知発送済', 'notified', 'citizen', true, true, 2),
  ('booked', '予約済', 'booked', 'citizen', true, true, 3),
  ('handed-over', '交付済', 'handed-over', 'nobody', false, true, 4),
  ('incomplete', '不備再手続', 'incomplete', 'citizen', true, true, 5),
  ('no-show', '未来庁', 'no-show', 'citizen', true, true, 6),
  ('returned', '通知返戻', 'returned', 'staff', true, true, 7),
  ('renotified', '再通知', 'notified', 'citizen', true, true, 8),
  ('on-hold', '保留', 'on-hold', 'nobody', true, true, 9),
  ('to-destroy', '廃棄予定', 'to-destroy', 'nobody', true, true, 10),
  ('destroyed', '廃棄済', 'destroyed', 'nobody', false, true, 11),
  ('out-of-scope', '対象外', 'out-of-scope', 'nobody', false, true, 12)
ON CONFLICT (code) DO NOTHING;
