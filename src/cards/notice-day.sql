-- Cards that a list told the day of posting of ahead: on that day they are 通知発送済 and may be booked (§8(2)⑦a), as if the list had come that day. At most p_most of
-- them; returns how many. A card whose status was set on that day or later stays as whoever set it wanted it. Who works on a card at this moment is not
-- made to wait: the next run takes it.
CREATE OR REPLACE FUNCTION cards.notice_day_came(p_actor audit.actor, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_cards bigint[];
BEGIN
  v_cards := ARRAY(
    SELECT c.id FROM cards.cards c WHERE c.status = ANY (ARRAY(SELECT st.code FROM cards.statuses st WHERE st.category = 'preparing')) AND c.is_open AND c.notice_date <= lib.day_of(v_at) AND lib.day_of(c.status_at) < c.notice_date
    ORDER BY c.id LIMIT p_most FOR NO KEY UPDATE SKIP LOCKED);
  IF cardinality(v_cards) = 0 THEN RETURN 0; END IF;
  PERFORM cards.set_status(p_actor, c, 'notified', '通知書発送日になった', NULL, v_at) FROM unnest(v_cards) AS c;
  PERFORM audit.write(p_actor, 'card.notice-day-came', v_at, NULL, NULL, NULL, jsonb_build_object('rows', cardinality(v_cards)));
  RETURN cardinality(v_cards);
END $$;
