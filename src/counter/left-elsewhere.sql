-- A card that was sent for a visit and was shelved where it went, as after a 未来庁, goes back once nobody has booked it for some days (§8(2)⑩). Off
-- (return-days 0): where it is shelved is where it belongs.

-- The office in which a card was first put into a box, of those in use; NULL: none.
CREATE OR REPLACE FUNCTION counter.first_home(p_card bigint) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT e.office_id FROM cards.custody_events e JOIN offices.offices o ON o.id = e.office_id AND o.retired_at IS NULL
  WHERE e.card_id = p_card AND e.storage_place_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id) ORDER BY e.id LIMIT 1
$$;

-- The day since which a card has lain without a visit: its last movement or the end of its last visit. Pulled to be sent back, it still lies since then.
CREATE OR REPLACE FUNCTION counter.left_since(p_card bigint) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT lib.day_of(greatest(
    (SELECT max(e.at) FROM cards.custody_events e WHERE e.card_id = p_card AND e.event <> 'pulled'),
    (SELECT max(greatest(r.ended_at, m.removed_at, m.outcome_at)) FROM reservations.members m
      JOIN reservations.reservations r ON r.id = m.reservation_id AND r.booked_at IS NOT NULL WHERE m.card_id = p_card)))
$$;

-- Whether a card lies on the shelf of an office other than its first, without a visit to come, and its last movement and last visit are so many days past: the
-- office it goes back to; NULL: it stays.
CREATE OR REPLACE FUNCTION counter.goes_back(c cards.cards, p_days integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT h.office FROM (SELECT counter.first_home((c).id) AS office OFFSET 0) h
  WHERE h.office <> (c).office_id AND counter.left_since((c).id) + p_days <= lib.day_of(lib.now()) AND NOT EXISTS (
    SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' AND r.booked_at IS NOT NULL
    WHERE m.card_id = (c).id AND m.removed_at IS NULL AND coalesce(m.outcome, 'arrived') = 'arrived')
$$;

-- Looks for the cards that lie on the shelf of an office other than their first: each night. Whoever is shelved there later goes back after a day at the least.
CREATE OR REPLACE FUNCTION counter.note_shelved_away() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH away AS MATERIALIZED (
    SELECT c.id FROM (SELECT DISTINCT e.card_id FROM cards.custody_events e WHERE e.event IN ('received', 'found-at')) f
      JOIN cards.cards c ON c.id = f.card_id AND c.is_open AND c.whereabouts = 'shelf'
    WHERE counter.first_home(c.id) <> c.office_id),
  home AS (DELETE FROM counter.shelved_away a WHERE a.card_id NOT IN (SELECT id FROM away))
  INSERT INTO counter.shelved_away SELECT id FROM away ON CONFLICT DO NOTHING
$$;

-- The cards that go back; all, or one. It is asked with every page and of every card that is looked at: where nothing goes back nothing is read, of all only those that
-- the last night found (`counter.shelved_away`), each asked anew, and of one card only its own movements are. So a card's own page may tell it a night before the list:
-- where that night's job failed, or its first office came back into use since.
CREATE OR REPLACE FUNCTION counter.left_elsewhere(p_card bigint) RETURNS TABLE (card_id bigint, at_office integer, to_office integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 10
AS $$
DECLARE
  v_days constant integer := site.number('return-days');
BEGIN
  IF v_days <= 0 THEN RETURN; END IF;
  IF p_card IS NOT NULL THEN
    RETURN QUERY SELECT c.id, c.office_id, h.office FROM cards.cards c CROSS JOIN LATERAL (SELECT counter.goes_back(c, v_days) AS office OFFSET 0) h
      WHERE c.id = p_card AND c.is_open AND c.whereabouts = 'shelf' AND h.office IS NOT NULL
        AND EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = p_card AND e.event IN ('received', 'found-at'));
  ELSE
    RETURN QUERY SELECT c.id, c.office_id, h.office
      FROM counter.shelved_away f JOIN cards.cards c ON c.id = f.card_id AND c.is_open AND c.whereabouts = 'shelf'
        CROSS JOIN LATERAL (SELECT counter.goes_back(c, v_days) AS office OFFSET 0) h
      WHERE h.office IS NOT NULL;
  END IF;
END
$$;
