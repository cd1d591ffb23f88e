-- The places of a slot and who stands where: the only statements that touch `taken` and `standing`.
-- What held and what failed under races is written in docs/decisions/0002-ledger.md; each has a test in test/races/.

-- Places only the desk may still take: its own ones, until the day they are released. Inlined; takes columns, not a row.
CREATE OR REPLACE FUNCTION ledger.desk_kept(p_until date, p_places integer, p_taken integer, p_at timestamptz) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN p_until IS NULL OR lib.day_of(p_at) >= p_until THEN 0 ELSE greatest(0, p_places - p_taken) END $$;

-- Places set aside for those whose visit a closing took away, as everyone else meets them: p_for is the closing one comes from, null for all others. Inlined.
CREATE OR REPLACE FUNCTION ledger.aside_kept(p_aside integer, p_aside_for integer, p_until timestamptz, p_for integer, p_at timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN p_aside = 0 OR p_until <= p_at OR p_aside_for = p_for THEN 0 ELSE p_aside END $$;

-- Takes places if there is room for this audience; false if not (full, closed, not yet open). Citizens cannot have the desk's own places
-- before they are released, nor those set aside after a closing (ledger.take_aside gave up theirs). Compares with capacity alone, never with the allowance.
CREATE OR REPLACE FUNCTION ledger.claim(p_slot bigint, p_units integer, p_by_desk boolean, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE ledger.slots
  SET taken = taken + p_units, taken_desk = taken_desk + CASE WHEN p_by_desk THEN p_units ELSE 0 END
  WHERE id = p_slot AND closed_at IS NULL
    AND taken + p_units <= capacity
      - CASE WHEN p_by_desk THEN 0 ELSE ledger.desk_kept(desk_until, desk_places, taken_desk, p_at) + ledger.aside_kept(aside, aside_for, aside_until, NULL, p_at) END
    AND (p_by_desk OR opens_at IS NULL OR opens_at <= p_at);
  RETURN FOUND;
END $$;

-- Takes places above capacity, raising the allowance by what is missing, and records why (§8(2)④).
CREATE OR REPLACE FUNCTION ledger.exceed(p_slot bigint, p_units integer, p_reservation uuid, p_reason text, p_staff integer, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_missing integer;
BEGIN
  SELECT greatest(0, taken + p_units - capacity - allowance) INTO v_missing FROM ledger.slots WHERE id = p_slot AND closed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE ledger.slots SET allowance = allowance + v_missing, taken = taken + p_units, taken_desk = taken_desk + p_units WHERE id = p_slot;
  INSERT INTO ledger.allowances (slot_id, reservation_id, places, reason, staff_id, at) VALUES (p_slot, p_reservation, v_missing, p_reason, p_staff, p_at);
  RETURN true;
END $$;

-- Gives places back.
CREATE OR REPLACE FUNCTION ledger.free(p_slot bigint, p_units integer, p_desk_units integer)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE ledger.slots SET taken = taken - p_units, taken_desk = taken_desk - p_desk_units WHERE id = p_slot $$;

-- Stands the keys for a reservation until an instant. A lapsed standing is taken over here, no cleaner needed; what stands for the reservation itself stands on.
-- Returns null when all stand, else the instant at which the first one in the way ends (infinity never occurs).
CREATE OR REPLACE FUNCTION ledger.stand(p_service integer, p_keys text[], p_reservation uuid, p_until timestamptz, p_at timestamptz)
RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_stood integer;
BEGIN
  INSERT INTO ledger.standing AS s (service_id, key, reservation_id, until)
  SELECT p_service, k, p_reservation, p_until FROM unnest(p_keys) AS k ORDER BY k
  ON CONFLICT (service_id, key) DO UPDATE SET reservation_id = excluded.reservation_id, until = excluded.until
    WHERE s.until <= p_at OR s.reservation_id = p_reservation;
  GET DIAGNOSTICS v_stood = ROW_COUNT;
  IF v_stood = cardinality(p_keys) THEN RETURN NULL; END IF;
  RETURN coalesce(
    (SELECT max(until) FROM ledger.standing WHERE service_id = p_service AND key = ANY (p_keys) AND reservation_id <> p_reservation),
    p_at);
END $$;

-- Moves the end of a reservation's standing; false unless all of `p_count` keys are still its own.
CREATE OR REPLACE FUNCTION ledger.stand_until(p_reservation uuid, p_count integer, p_until timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_own integer;
BEGIN
  WITH own AS (
    SELECT service_id, key FROM ledger.standing WHERE reservation_id = p_reservation ORDER BY service_id, key FOR NO KEY UPDATE
  )
  UPDATE ledger.standing s SET until = p_until FROM own WHERE s.service_id = own.service_id AND s.key = own.key;
  GET DIAGNOSTICS v_own = ROW_COUNT;
  RETURN v_own = p_count;
END $$;

-- Ends a reservation's standing. Returns the keys it really had: only for those may anything else be undone.
CREATE OR REPLACE FUNCTION ledger.step_down(p_reservation uuid)
RETURNS text[] LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS (
    SELECT service_id, key FROM ledger.standing WHERE reservation_id = p_reservation ORDER BY service_id, key FOR UPDATE
  ), gone AS (
    DELETE FROM ledger.standing s USING own WHERE s.service_id = own.service_id AND s.key = own.key RETURNING s.key
  )
  SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM gone
$$;

-- Locks what stands of these keys, each of the service beside it, in the order in which every act locks it: for acts on many visits, before they lock a card.
CREATE OR REPLACE FUNCTION ledger.lock_standing(p_services integer[], p_keys text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM ledger.standing s WHERE (s.service_id, s.key) IN (SELECT * FROM unnest(p_services, p_keys)) ORDER BY s.service_id, s.key FOR UPDATE;
END $$;

-- Ends the standing of some keys of a reservation, which goes on without them. Returns the keys it really had.
CREATE OR REPLACE FUNCTION ledger.leave(p_reservation uuid, p_keys text[])
RETURNS text[] LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS (
    SELECT service_id, key FROM ledger.standing WHERE reservation_id = p_reservation AND key = ANY (p_keys) ORDER BY service_id, key FOR UPDATE
  ), gone AS (
    DELETE FROM ledger.standing s USING own WHERE s.service_id = own.service_id AND s.key = own.key RETURNING s.key
  )
  SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM gone
$$;

-- Lays out new slots as planned; those that exist already stay as they are (publishing changes them, never this). `opens_at`: citizens see them from
-- then on; missing: at once. Returns how many are new.
CREATE OR REPLACE FUNCTION ledger.lay_out(p_office integer, p_service integer, p_slots jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_new integer;
BEGIN
  INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity, desk_places, desk_until, opens_at)
  SELECT p_office, p_service, s.day, s.start_minute, s.minutes, s.capacity, s.desk_places, s.desk_until, s.opens_at
  FROM jsonb_to_recordset(p_slots) AS s (day date, start_minute smallint, minutes smallint, capacity integer, desk_places integer, desk_until date, opens_at timestamptz)
  ORDER BY s.day, s.start_minute
  ON CONFLICT (office_id, service_id, day, start_minute) DO NOTHING;
  GET DIAGNOSTICS v_new = ROW_COUNT;
  RETURN v_new;
END $$;
