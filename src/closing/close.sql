-- Closing a day or part of it (台風, 全国システムの障害): docs/decisions/0004-changing-the-calendar.md.

-- Who stands booked in these slots.
CREATE OR REPLACE FUNCTION closing.booked_in(p_slots bigint[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}') FROM reservations.standing_in(p_slots) r WHERE r.state = 'booked' $$;

-- What a closing of these days and hours would shut: slots of an office (p_service null: of every service) that no closing shuts yet and that are
-- not over; one that no plan holds any more only where somebody stands booked in it. Ascending ids. p_from_minute, p_to_minute null: the whole day.
CREATE OR REPLACE FUNCTION closing.slots_of(
  p_office integer, p_service integer, p_from date, p_to date, p_from_minute integer, p_to_minute integer, p_at timestamptz
) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') FROM ledger.slots s
  WHERE s.office_id = p_office AND (p_service IS NULL OR s.service_id = p_service) AND s.day BETWEEN p_from AND p_to AND s.closing_id IS NULL
    AND (p_from_minute IS NULL OR (s.start_minute + s.minutes > p_from_minute AND s.start_minute < p_to_minute))
    AND lib.instant(s.day, s.start_minute + s.minutes) > p_at
    AND (NOT s.gone OR (s.taken > 0 AND cardinality(closing.booked_in(ARRAY[s.id])) > 0))
$$;

-- The same of several offices.
CREATE OR REPLACE FUNCTION closing.slots_at(
  p_offices integer[], p_service integer, p_from date, p_to date, p_from_minute integer, p_to_minute integer, p_at timestamptz
) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(i ORDER BY i), '{}')
  FROM unnest(p_offices) AS o, unnest(closing.slots_of(o, p_service, p_from, p_to, p_from_minute, p_to_minute, p_at)) AS i
$$;

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

-- What follows for one office of a closing once its slots are shut: lists who stands booked in them, writes to those with an address, sets places aside
-- for them in the spare slots of that office, at most until then.
CREATE OR REPLACE FUNCTION closing.follow_up(
  p_actor audit.actor, p_closing integer, p_slots bigint[], p_booked uuid[], p_spare bigint[], p_aside jsonb, p_until timestamptz, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c closing.closings;
  v_mine uuid[];
  v_told uuid[];
  v_put integer := 0;
  v_day record;
BEGIN
  SELECT * INTO c FROM closing.closings WHERE id = p_closing;
  v_mine := ARRAY(SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ANY (p_booked) AND s.office_id = c.office_id ORDER BY r.id);
  PERFORM closing.list(p_actor, c.id, NULL, v_mine, p_at);
  SELECT coalesce(array_agg(r.id), '{}') INTO v_told FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
  WHERE r.id = ANY (v_mine) AND r.mail IS NOT NULL AND reservations.needs_moving(r, s);
  PERFORM outbox.put_all('closed-day', v_told, c.id::text, '{}', p_at);
  FOR v_day IN SELECT a.day, a.places FROM jsonb_to_recordset(p_aside) AS a (day date, places integer) ORDER BY a.day LOOP
    v_put := v_put + ledger.set_aside(
      c.id, ARRAY(SELECT id FROM ledger.slots WHERE id = ANY (p_spare) AND office_id = c.office_id AND day = v_day.day), v_day.places, p_until, p_at);
  END LOOP;
  UPDATE closing.closings SET priority_until = CASE WHEN v_put > 0 THEN p_until END WHERE id = c.id;
  PERFORM audit.write(p_actor, 'closing.closed', p_at, NULL, NULL, c.office_id, jsonb_build_object('closing', c.id, 'from', c.from_day, 'to', c.to_day,
    'slots', (SELECT count(*) FROM ledger.slots s WHERE s.id = ANY (p_slots) AND s.office_id = c.office_id),
    'affected', cardinality(v_mine), 'mailed', cardinality(v_told), 'aside', v_put));
END $$;

-- Shuts the slots of one office or several, lists who stands booked in them, writes to those with an address, sets places aside, tells the site once: one
-- transaction, and one act however often its form is sent. It is a closing for every office where it shuts something; form_id joins them.
-- p_seen: the version of the preview. p_aside: [{"day": "2026-11-30", "places": 2}], places a slot, for p_priority_hours and to the full hour, which a mail can name.
-- p_notice: null shows none; it is shown to the end of the last day. Returns the id of the first closing.
-- Refuses: nothing_to_close, changed_meanwhile (slots or bookings are not what the preview showed).
CREATE OR REPLACE FUNCTION closing.close_offices(
  p_actor audit.actor, p_form uuid, p_offices integer[], p_service integer, p_from date, p_to date, p_from_minute integer, p_to_minute integer,
  p_reason text, p_notice text, p_priority_hours integer, p_aside jsonb, p_seen text
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz;
  v_first integer;
  v_slots bigint[];
  v_spare bigint[];
  v_booked uuid[];
  v_until timestamptz;
  v_notice integer;
BEGIN
  -- One at a time with other closings, publishing and the horizon; bookings do not touch this row.
  PERFORM FROM closing.publishing FOR UPDATE;
  SELECT min(id) INTO v_first FROM closing.closings WHERE form_id = p_form;
  IF v_first IS NOT NULL THEN RETURN v_first; END IF;
  v_at := lib.now();
  v_slots := closing.slots_at(p_offices, p_service, p_from, p_to, p_from_minute, p_to_minute, v_at);
  IF cardinality(v_slots) = 0 THEN PERFORM lib.refuse('nothing_to_close'); END IF;
  v_notice := CASE WHEN p_notice IS NOT NULL THEN site.put_notice(p_notice, lib.instant(p_to + 1, 0), (p_actor).staff_id, v_at) END;
  INSERT INTO closing.closings (form_id, office_id, service_id, from_day, to_day, from_minute, to_minute, reason, notice_id, closed_at, closed_by)
  SELECT p_form, o.id, p_service, p_from, p_to, p_from_minute, p_to_minute, p_reason, v_notice, v_at, (p_actor).staff_id
  FROM offices.offices o WHERE o.id IN (SELECT s.office_id FROM ledger.slots s WHERE s.id = ANY (v_slots)) ORDER BY o.position, o.id;
  SELECT coalesce(array_agg(s.id), '{}') INTO v_spare FROM ledger.slots s JOIN jsonb_to_recordset(p_aside) AS a (day date, places integer) ON a.day = s.day
  WHERE s.office_id IN (SELECT office_id FROM closing.closings WHERE form_id = p_form) AND (p_service IS NULL OR s.service_id = p_service) AND s.id <> ALL (v_slots) AND lib.instant(s.day, s.start_minute) > v_at;
  v_until := CASE WHEN cardinality(v_spare) > 0 THEN date_trunc('hour', v_at + make_interval(hours => p_priority_hours + 1)) END;

  -- Of all offices at once in ascending id, those to be set aside too: people move between them.
  PERFORM ledger.lock(v_slots || v_spare);
  PERFORM ledger.close_for(c.id, ARRAY(SELECT s.id FROM ledger.slots s WHERE s.id = ANY (v_slots) AND s.office_id = c.office_id), v_at) FROM closing.closings c WHERE c.form_id = p_form;
  -- A later statement than the one that shut them: it sees every booking that came before, and none can come after.
  v_booked := closing.booked_in(v_slots);
  IF closing.version_of(v_slots, v_booked) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  SELECT min(id) INTO v_first FROM closing.closings WHERE form_id = p_form;
  PERFORM closing.follow_up(p_actor, c.id, v_slots, v_booked, v_spare, p_aside, v_until, v_at)
  FROM (SELECT id FROM closing.closings WHERE form_id = p_form ORDER BY id) c;
  RETURN v_first;
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
