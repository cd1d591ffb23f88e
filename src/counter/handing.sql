-- Handing over with what is to be kept of it (§8(2)⑦d): what was collected or is lost, the fee, who received the card.

-- Records 交付済 as counter.record does, with that, also of whom a press without more is refused (counter.asks_first). p_reason: the same in words, for the card's history. Returns the act's id, null when it stood so already.
-- Refuses as counter.record. Taken back by counter.undo with the act.
CREATE OR REPLACE FUNCTION counter.hand_over(
  p_actor audit.actor, p_reservation uuid, p_position integer, p_reason text, p_collected text[], p_lost text[], p_due integer, p_paid integer, p_receiver text, p_proxy text, p_relation text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_act bigint;
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  IF counter.of_ended_day(p_reservation) THEN PERFORM lib.refuse('day_ended'); END IF;
  v_act := counter.record_outcome(p_actor, p_reservation, p_position, 'arrived', 'handed-over', p_reason);
  IF v_act IS NULL THEN RETURN NULL; END IF;
  INSERT INTO counter.handings (act_id, collected, lost, fee_due, fee_paid, receiver, proxy_name, relation)
  VALUES (v_act, p_collected, p_lost, p_due, p_paid, p_receiver, p_proxy, p_relation);
  -- Names stand in no line of the log.
  PERFORM audit.write(p_actor, 'counter.handing-noted', lib.now(), p_reservation, a.card_id, NULL,
    jsonb_strip_nulls(jsonb_build_object('collected', nullif(to_jsonb(p_collected), '[]'), 'lost', nullif(to_jsonb(p_lost), '[]'), 'due', nullif(p_due, 0), 'paid', nullif(p_paid, 0), 'receiver', p_receiver)))
  FROM counter.acts a WHERE a.id = v_act;
  RETURN v_act;
END $$;

-- Refuses what a press that handed over to one or several did, where the records did not have a card in hand at the office of the visit and the press does not say that
-- this was seen (p_seen: the detail of the refusal). Asked in the transaction of the act: what the act itself refuses comes first. A process of the release before does not ask.
-- Refuses: not_in_hand (detail: of which members, and where each card is by the records).
CREATE OR REPLACE FUNCTION counter.ask_in_hand(p_act bigint, p_seen text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_where text;
BEGIN
  SELECT string_agg(concat_ws('-', a.position, e.before ->> 'whereabouts', e.before ->> 'office'), ' ' ORDER BY a.position) INTO v_where
  FROM counter.acts a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    JOIN LATERAL (SELECT x.before, x.event FROM cards.custody_events x WHERE x.card_id = a.card_id ORDER BY x.id DESC LIMIT 1) e ON e.event = 'handed-over'
  WHERE (a.id = p_act OR a.press = p_act) AND a.to_status = 'handed-over'
    AND NOT cards.in_hand_at(e.before ->> 'whereabouts', (e.before ->> 'office')::integer, s.office_id);
  IF v_where IS NOT NULL AND v_where IS DISTINCT FROM p_seen THEN PERFORM lib.refuse('not_in_hand', v_where); END IF;
END $$;

-- The fees of a day of an office: how many were paid and how much, how many are exempt.
CREATE OR REPLACE FUNCTION counter.fees_of(p_office integer, p_day date, OUT paid integer, OUT yen integer, OUT exempt integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*) FILTER (WHERE h.fee_paid > 0)::integer, coalesce(sum(h.fee_paid), 0)::integer, count(*) FILTER (WHERE h.fee_due > h.fee_paid)::integer
  FROM services.services v JOIN ledger.slots s ON s.office_id = p_office AND s.service_id = v.id AND s.day = p_day
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN counter.acts a ON a.reservation_id = r.id AND a.undone_at IS NULL AND a.to_outcome = 'handed-over' JOIN counter.handings h ON h.act_id = a.id
$$;
