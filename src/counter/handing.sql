-- Handing over with what is to be kept of it (§8(2)⑦d): what was collected or is lost, the fee, who received the card.

-- Records 交付済 as counter.record does, with that, also of whom a press without more is refused (counter.asks_receiver). p_reason: the same in words, for the card's history. Returns the act's id, null when it stood so already.
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

-- The fees of a day of an office: how many were paid and how much, how many are exempt.
CREATE OR REPLACE FUNCTION counter.fees_of(p_office integer, p_day date, OUT paid integer, OUT yen integer, OUT exempt integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*) FILTER (WHERE h.fee_paid > 0)::integer, coalesce(sum(h.fee_paid), 0)::integer, count(*) FILTER (WHERE h.fee_due > h.fee_paid)::integer
  FROM services.services v JOIN ledger.slots s ON s.office_id = p_office AND s.service_id = v.id AND s.day = p_day
    JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN counter.acts a ON a.reservation_id = r.id AND a.undone_at IS NULL AND a.to_outcome = 'handed-over' JOIN counter.handings h ON h.act_id = a.id
$$;
