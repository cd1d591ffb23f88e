-- What is offered to who waits, and how it came out. Locks in the order of waiting.sql.

-- How an offer that no longer stands came out; null: it stands. withdrawn: its time was shut, or its booking was moved to before it.
CREATE OR REPLACE FUNCTION waiting.outcome_of(o waiting.offers, p_at timestamptz) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN r.number IS NOT NULL OR r.end_reason = 'taken-over' THEN 'taken' WHEN r.state = 'cancelled' OR (r.state = 'held' AND r.held_until > p_at AND NOT r.offered) THEN 'passed'
    WHEN r.state = 'held' AND r.held_until > p_at THEN CASE WHEN reservations.closed_at(r, s) IS NOT NULL OR NOT waiting.is_earlier(o.entry_id, r.slot_id, p_at) THEN 'withdrawn' END
    ELSE 'lapsed' END
  FROM (VALUES (1)) AS one LEFT JOIN reservations.reservations r ON r.id = o.reservation_id LEFT JOIN ledger.slots s ON s.id = r.slot_id
$$;

-- Until when an offer is held at most, where it is held longer: its booking was moved, and may be changed only until then. Null: it is not.
CREATE OR REPLACE FUNCTION waiting.bound_of(o waiting.offers) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT b.change_until FROM waiting.beside(o.entry_id) b JOIN reservations.reservations r ON r.id = o.reservation_id AND r.state = 'held' AND r.offered WHERE b.change_until < r.held_until $$;

-- Notes how offers came out, ends entries that are over and lets go on without whom of a party has a booking, each entry locked for itself; who works on one is not waited for. Returns how many entries changed.
CREATE OR REPLACE FUNCTION waiting.settle() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_changed integer := 0;
  v_entry uuid;
  v_outcome text;
  v_why text;
  o waiting.offers;
  e waiting.entries;
BEGIN
  FOR v_entry IN
    SELECT x.id FROM waiting.entries x LEFT JOIN waiting.offers y ON y.entry_id = x.id AND y.outcome IS NULL
    WHERE (x.ended_at IS NULL AND (waiting.over_by(x, v_at) IS NOT NULL OR waiting.unbooked(x, v_at) <> x.card_ids OR waiting.reached_otherwise(x))) OR (y.id IS NOT NULL AND (waiting.outcome_of(y, v_at) IS NOT NULL OR waiting.bound_of(y) IS NOT NULL))
    ORDER BY x.entered_at, x.id
  LOOP
    SELECT * INTO e FROM waiting.entries WHERE id = v_entry FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    SELECT * INTO o FROM waiting.offers WHERE entry_id = v_entry AND outcome IS NULL;
    v_outcome := CASE WHEN o.id IS NOT NULL THEN waiting.outcome_of(o, v_at) END;
    IF v_outcome IS NOT NULL THEN
      IF v_outcome = 'withdrawn' THEN PERFORM reservations.take_offer_back(waiting.clock(), o.reservation_id); END IF;
      UPDATE waiting.offers SET outcome = v_outcome, ended_at = v_at WHERE id = o.id;
      -- Opened in time and not finished is not silence, nor is what was never sent (the worker or the mail server was away).
      UPDATE waiting.entries SET silent = CASE WHEN v_outcome = 'lapsed' AND mail IS NOT NULL AND NOT EXISTS (SELECT FROM waiting.links l WHERE l.offer_id = o.id AND l.used_at IS NOT NULL)
        AND waiting.was_told(o)
        THEN silent + 1 WHEN v_outcome IN ('taken', 'passed') THEN 0 ELSE silent END WHERE id = v_entry RETURNING * INTO e;
      PERFORM audit.write(waiting.clock(), 'waiting.' || v_outcome, v_at, o.reservation_id, NULL, NULL, jsonb_build_object('entry', v_entry));
    ELSIF o.id IS NOT NULL AND waiting.bound_of(o) IS NOT NULL THEN
      PERFORM reservations.bind_offer(o.reservation_id, waiting.bound_of(o));
    END IF;
    e := waiting.go_on_without_booked(waiting.clock(), v_entry, v_at);
    v_why := CASE WHEN e.ended_at IS NULL THEN waiting.over_by(e, v_at) END;
    IF v_why IS NOT NULL THEN PERFORM waiting.finish(waiting.clock(), v_entry, v_why); END IF;
    v_changed := v_changed + 1;
  END LOOP;
  RETURN v_changed;
END $$;

-- Holds a place for one entry that its caller has locked and writes to them; false where it cannot be had any more, or one of them holds another place at this moment.
CREATE OR REPLACE FUNCTION waiting.offer(e waiting.entries, p_slot bigint, p_told_at timestamptz, p_until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_id uuid := gen_random_uuid();
BEGIN
  IF waiting.booking_of(e.id) IS NOT NULL THEN
    PERFORM reservations.offer_beside(waiting.clock(), v_id, waiting.booking_of(e.id), p_slot, cardinality(e.card_ids), e.channel, e.mail, e.phone, e.language, p_until);
  ELSE
    PERFORM reservations.offer(waiting.clock(), v_id, e.service_id, p_slot, (SELECT jsonb_agg(jsonb_build_object('card_id', u.id) ORDER BY u.n) FROM unnest(e.card_ids) WITH ORDINALITY AS u (id, n)),
      e.channel, e.mail, e.phone, e.language, p_until);
  END IF;
  INSERT INTO waiting.offers (entry_id, reservation_id, slot_id, offered_at, until) VALUES (e.id, v_id, p_slot, v_at, p_until);
  PERFORM audit.write(waiting.clock(), 'waiting.offered', v_at, v_id, e.card_ids[1], (SELECT s.office_id FROM ledger.slots s WHERE s.id = p_slot),
    jsonb_build_object('entry', e.id, 'slot', p_slot, 'until', p_until));
  IF e.mail IS NOT NULL THEN PERFORM outbox.put('waiting-offer', v_id, NULL, '0', '{}', p_told_at); END IF;
  RETURN true;
EXCEPTION WHEN SQLSTATE 'MG001' THEN RETURN false;
END $$;

-- Holds one place for the first in line whom it fits, and says so; false: nothing fits anybody. Whoever calls it does the same thing: a door after something
-- became free, the worker each minute. Nothing is lost where nobody does: a hold that lapsed is free by the clock. None is held for less than an hour.
CREATE OR REPLACE FUNCTION waiting.offer_next() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz;
  v_ahead integer := site.number('waiting-ahead-hours');
  v_free waiting.place[];
  v_mail record;
  v_phone record;
  v_term record;
  v_id uuid;
  e waiting.entries;
  c record;
BEGIN
  IF NOT waiting.is_on() OR NOT EXISTS (SELECT FROM waiting.entries WHERE ended_at IS NULL) THEN RETURN false; END IF;
  PERFORM waiting.take_turn();
  v_at := lib.now();
  v_free := ARRAY(SELECT p FROM waiting.free_places(v_at) p);
  IF cardinality(v_free) = 0 THEN RETURN false; END IF;
  SELECT * INTO v_mail FROM waiting.term(v_at, site.number('waiting-hold-hours'), false);
  SELECT * INTO v_phone FROM waiting.term(v_at, site.number('waiting-hold-hours'), true);
  FOR v_id IN
    SELECT x.id FROM waiting.entries x WHERE x.ended_at IS NULL AND NOT EXISTS (SELECT FROM waiting.offers o WHERE o.entry_id = x.id AND o.outcome IS NULL)
    ORDER BY x.entered_at, x.id
  LOOP
    SELECT * INTO e FROM waiting.entries WHERE id = v_id AND ended_at IS NULL FOR UPDATE;
    CONTINUE WHEN NOT FOUND;
    e := waiting.go_on_without_booked(waiting.clock(), v_id, v_at);
    v_term := CASE WHEN e.mail IS NULL THEN v_phone ELSE v_mail END;
    FOR c IN
      SELECT f.slot_id, CASE WHEN e.mail IS NULL THEN l.until ELSE coalesce(site.stop_at(l.until), l.until) END AS until
      FROM waiting.fitting(e, v_free, v_at) f CROSS JOIN LATERAL (SELECT least(v_term.until, waiting.last_until(f.day, f.start_minute, v_ahead), (waiting.beside(e.id)).change_until) AS until) l
      WHERE l.until - v_term.told_at - CASE WHEN e.mail IS NULL THEN interval '0' ELSE site.stopped_between(v_term.told_at, l.until) END >= interval '1 hour'
    LOOP
      EXIT WHEN waiting.over_by(e, v_at) IS NOT NULL;
      IF waiting.offer(e, c.slot_id, v_term.told_at, c.until) THEN RETURN true; END IF;
    END LOOP;
  END LOOP;
  RETURN false;
END $$;

-- A new link for a mail that is about to be written; the secret is returned and kept nowhere. Null where the entry is over, or it is not its address.
CREATE OR REPLACE FUNCTION waiting.new_link(p_entry uuid, p_offer bigint, p_mail text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_secret uuid := gen_random_uuid();
BEGIN
  INSERT INTO waiting.links (hash, entry_id, offer_id, sent_to, created_at)
  SELECT reservations.hash_of(v_secret::text), e.id, p_offer, reservations.hash_of(p_mail), lib.now() FROM waiting.entries e WHERE e.id = p_entry AND e.ended_at IS NULL AND e.mail = p_mail;
  RETURN CASE WHEN FOUND THEN v_secret END;
END $$;
