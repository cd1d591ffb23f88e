-- Closing a day or part of it (台風, 全国システムの障害): docs/decisions/0004-changing-the-calendar.md.

-- What a closing of these days and hours would shut: slots of an office (p_service null: of every service) that no closing shuts yet and that are
-- not over. Ascending ids. p_from_minute, p_to_minute null: the whole day.
CREATE OR REPLACE FUNCTION closing.slots_of(
  p_office integer, p_service integer, p_from date, p_to date, p_from_minute integer, p_to_minute integer, p_at timestamptz
) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') FROM ledger.slots s
  WHERE s.office_id = p_office AND (p_service IS NULL OR s.service_id = p_service) AND s.day BETWEEN p_from AND p_to AND s.closing_id IS NULL
    AND (p_from_minute IS NULL OR (s.start_minute + s.minutes > p_from_minute AND s.start_minute < p_to_minute))
    AND lib.instant(s.day, s.start_minute + s.minutes) > p_at
$$;

-- Who stands booked in these slots.
CREATE OR REPLACE FUNCTION closing.booked_in(p_slots bigint[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') FROM reservations.standing_in(p_slots) r WHERE r.state = 'booked' $$;

-- Stands for what a preview showed: the slots that would be shut and who would be left there.
CREATE OR REPLACE FUNCTION closing.version_of(p_slots bigint[], p_reservations uuid[]) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT encode(sha256(convert_to(array_to_string(p_slots, ',') || '|' || array_to_string(p_reservations, ','), 'UTF8')), 'hex') $$;

-- Puts reservations on the list of a closing or of a published draft, each with a line in the log.
CREATE OR REPLACE FUNCTION closing.list(p_actor audit.actor, p_closing integer, p_draft integer, p_reservations uuid[], p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH listed AS (
    INSERT INTO closing.affected (closing_id, draft_id, reservation_id, slot_id, day, listed_at)
    SELECT p_closing, p_draft, r.id, s.id, s.day, n.at
    FROM (SELECT lib.stamp(p_at) AS at) n, reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ANY (p_reservations)
    ON CONFLICT DO NOTHING RETURNING reservation_id, slot_id
  )
  SELECT audit.write(p_actor, 'reservation.needs-moving', p_at, l.reservation_id, NULL, s.office_id,
    jsonb_strip_nulls(jsonb_build_object('closing', p_closing, 'draft', p_draft, 'slot', l.slot_id)))
  FROM listed l JOIN ledger.slots s ON s.id = l.slot_id
$$;

-- Shuts the slots, lists who stands booked in them, writes to those with an address, sets places aside, tells the site: one transaction, and one closing
-- however often its form is sent. p_seen: the version of the preview. p_aside: [{"day": "2026-11-30", "places": 2}], places a slot, for
-- p_priority_hours and to the full hour, which a mail can name.
-- p_notice: null shows none; it is shown to the end of the last day. Returns the closing's id.
-- Refuses: nothing_to_close, changed_meanwhile (slots or bookings are not what the preview showed).
CREATE OR REPLACE FUNCTION closing.close(
  p_actor audit.actor, p_form uuid, p_office integer, p_service integer, p_from date, p_to date, p_from_minute integer, p_to_minute integer,
  p_reason text, p_notice text, p_priority_hours integer, p_aside jsonb, p_seen text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz;
  v_id integer;
  v_slots bigint[];
  v_spare bigint[];
  v_booked uuid[];
  v_told uuid[];
  v_until timestamptz;
  v_put integer := 0;
  v_day record;
BEGIN
  -- One at a time with other closings, publishing and the horizon; bookings do not touch this row.
  PERFORM FROM closing.publishing FOR UPDATE;
  SELECT id INTO v_id FROM closing.closings WHERE form_id = p_form;
  IF FOUND THEN RETURN v_id; END IF;
  v_at := lib.now();
  v_slots := closing.slots_of(p_office, p_service, p_from, p_to, p_from_minute, p_to_minute, v_at);
  IF cardinality(v_slots) = 0 THEN PERFORM lib.refuse('nothing_to_close'); END IF;
  SELECT coalesce(array_agg(s.id), '{}') INTO v_spare FROM ledger.slots s JOIN jsonb_to_recordset(p_aside) AS a (day date, places integer) ON a.day = s.day
  WHERE s.office_id = p_office AND (p_service IS NULL OR s.service_id = p_service) AND s.id <> ALL (v_slots) AND lib.instant(s.day, s.start_minute) > v_at;
  v_until := CASE WHEN cardinality(v_spare) > 0 THEN date_trunc('hour', v_at + make_interval(hours => p_priority_hours + 1)) END;
  INSERT INTO closing.closings (form_id, office_id, service_id, from_day, to_day, from_minute, to_minute, reason, priority_until, closed_at, closed_by)
  VALUES (p_form, p_office, p_service, p_from, p_to, p_from_minute, p_to_minute, p_reason, v_until, v_at, (p_actor).staff_id) RETURNING id INTO v_id;

  -- All at once in ascending id, those to be set aside too: people move between the two.
  PERFORM ledger.lock(v_slots || v_spare);
  PERFORM ledger.close_for(v_id, v_slots, v_at);
  -- A later statement than the one that shut them: it sees every booking that came before, and none can come after.
  v_booked := closing.booked_in(v_slots);
  IF closing.version_of(v_slots, v_booked) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  PERFORM closing.list(p_actor, v_id, NULL, v_booked, v_at);
  SELECT coalesce(array_agg(r.id), '{}') INTO v_told FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE r.id = ANY (v_booked) AND r.mail IS NOT NULL AND reservations.needs_moving(r, s);
  PERFORM outbox.put_all('closed-day', v_told, v_id::text, '{}', v_at);

  FOR v_day IN SELECT a.day, a.places FROM jsonb_to_recordset(p_aside) AS a (day date, places integer) ORDER BY a.day LOOP
    v_put := v_put + ledger.set_aside(v_id, ARRAY(SELECT id FROM ledger.slots WHERE id = ANY (v_spare) AND day = v_day.day), v_day.places, v_until, v_at);
  END LOOP;
  UPDATE closing.closings SET priority_until = CASE WHEN v_put > 0 THEN v_until END,
    notice_id = CASE WHEN p_notice IS NOT NULL THEN site.put_notice(p_notice, lib.instant(p_to + 1, 0), (p_actor).staff_id, v_at) END WHERE id = v_id;
  PERFORM audit.write(p_actor, 'closing.closed', v_at, NULL, NULL, p_office, jsonb_build_object('closing', v_id, 'from', p_from, 'to', p_to,
    'slots', cardinality(v_slots), 'affected', cardinality(v_booked), 'mailed', cardinality(v_told), 'aside', v_put));
  RETURN v_id;
END $$;

-- Slots laid out later into days that a running closing covers are shut by it too. Called where slots are made, under the lock of closing.publishing.
CREATE OR REPLACE FUNCTION closing.shut_new(p_office integer, p_service integer, p_from date, p_to date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_slots bigint[];
  v_shut integer := 0;
  c closing.closings;
BEGIN
  FOR c IN
    SELECT * FROM closing.closings x WHERE x.office_id = p_office AND (x.service_id IS NULL OR x.service_id = p_service)
      AND x.reopened_at IS NULL AND x.from_day <= p_to AND x.to_day >= p_from ORDER BY x.id
  LOOP
    v_slots := closing.slots_of(p_office, p_service, greatest(c.from_day, p_from), least(c.to_day, p_to), c.from_minute, c.to_minute, v_at);
    PERFORM ledger.lock(v_slots);
    v_shut := v_shut + ledger.close_for(c.id, v_slots, v_at);
    PERFORM closing.list(ROW('clock', NULL, NULL, NULL)::audit.actor, c.id, NULL, closing.booked_in(v_slots), v_at);
  END LOOP;
  RETURN v_shut;
END $$;
