-- Puts a mail on its way, once per (kind, reference, key); the worker makes its words when it sends it. p_about: what it is about besides whom it is
-- to, {} where the kind says all: {"day"} of a reminder, {"again": "resent" | "address"} of a confirmation.
CREATE OR REPLACE FUNCTION outbox.put(
  p_kind text, p_reservation uuid, p_visit uuid, p_key text, p_about jsonb, p_at timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO outbox.mails (kind, reservation_id, visit_id, once, about, due_at, next_at, created_at)
  VALUES (p_kind, p_reservation, p_visit, p_kind || ':' || coalesce(p_reservation, p_visit)::text || ':' || p_key, p_about, p_at, p_at, p_at)
  ON CONFLICT DO NOTHING
$$;

-- Of these mails what has not left yet goes in this language. False where none waits: one that is being sent at this moment no longer does when this has its row.
CREATE OR REPLACE FUNCTION outbox.speak(p_ids bigint[], p_language text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE outbox.mails SET about = coalesce(about, '{}') || jsonb_build_object('language', p_language) WHERE id = ANY (p_ids) AND state = 'waiting';
  RETURN FOUND;
END $$;

-- What waits about a reservation is tried at once: it was put off for a reason that is over. As if it were due only now, or one fault of the mail server would
-- give it up.
CREATE OR REPLACE FUNCTION outbox.due_now(p_reservation uuid, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE outbox.mails SET due_at = p_at, next_at = p_at WHERE reservation_id = p_reservation AND state = 'waiting' AND due_at <= p_at $$;

-- Of these mails those that were given up: nothing more is to be done about them. A line of the log each. Returns how many.
CREATE OR REPLACE FUNCTION outbox.settle(p_actor audit.actor, p_ids bigint[]) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH settled AS (
    UPDATE outbox.mails SET settled_at = lib.now() WHERE id = ANY (p_ids) AND state = 'dead' AND settled_at IS NULL RETURNING id, reservation_id),
  told AS MATERIALIZED (
    SELECT audit.write(p_actor, 'mail.settled', lib.now(), s.reservation_id, NULL, NULL, jsonb_build_object('mail', s.id)) FROM (SELECT * FROM settled ORDER BY id) s)
  SELECT count(*)::integer FROM told
$$;

-- The same of a mail that is to no reservation and no visit: who it goes to follows from what it is about.
CREATE OR REPLACE FUNCTION outbox.put_about(p_kind text, p_about jsonb, p_key text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO outbox.mails (kind, once, about, due_at, next_at, created_at) VALUES (p_kind, p_kind || ':' || p_key, p_about, p_at, p_at, p_at)
  ON CONFLICT DO NOTHING
$$;

-- What a mail is about. Rows of versions before 0024 have it in their key alone.
CREATE OR REPLACE FUNCTION outbox.about(p_mail outbox.mails) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce((p_mail).about, CASE
    WHEN (p_mail).kind = 'reminder' THEN jsonb_build_object('day', substring((p_mail).once FROM ':(\d{4}-\d\d-\d\d)-'))
    WHEN (p_mail).kind = 'booked' AND (p_mail).once LIKE '%:again-%' THEN '{"again": "resent"}'
    ELSE '{}' END)
$$;

-- The worker of the release before, while it is being replaced: it would send links whose secrets it no longer finds. The mails wait for this release's;
-- the next one drops this.
CREATE OR REPLACE FUNCTION outbox.claim(p_count integer, p_seconds integer, p_held bigint[])
RETURNS TABLE (id bigint, kind text, reservation_id uuid, visit_id uuid, once text, attempts integer, message_id uuid, lease uuid, due_at timestamptz, left_behind boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT NULL::bigint, NULL, NULL::uuid, NULL::uuid, NULL, NULL::integer, NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::boolean WHERE false $$;

-- Leases up to p_count mails that are due, or whose worker died, to the caller until p_seconds from now. Those somebody sits and waits for first, a mailing last.
-- p_held: what the caller is sending already, should its own lease have run out. Several workers at once never get the same mail.
CREATE OR REPLACE FUNCTION outbox.lease(p_count integer, p_seconds integer, p_held bigint[])
RETURNS TABLE (id bigint, kind text, reservation_id uuid, visit_id uuid, once text, attempts integer, message_id uuid, lease uuid, due_at timestamptz, left_behind boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_until timestamptz := v_at + make_interval(secs => p_seconds);
  v_lease uuid := gen_random_uuid();
  v_ids bigint[];
BEGIN
  v_ids := ARRAY(
    SELECT m.id FROM outbox.mails m
    WHERE m.state IN ('waiting', 'sending') AND m.kind IN ('link', 'manage-link') AND m.next_at <= v_at AND m.id <> ALL (p_held)
    ORDER BY m.next_at LIMIT p_count FOR UPDATE SKIP LOCKED);
  v_ids := v_ids || ARRAY(
    SELECT m.id FROM outbox.mails m
    WHERE m.state IN ('waiting', 'sending') AND m.kind <> 'mailing' AND m.next_at <= v_at AND m.id <> ALL (p_held || v_ids)
    ORDER BY m.next_at LIMIT p_count - cardinality(v_ids) FOR UPDATE SKIP LOCKED);
  v_ids := v_ids || ARRAY(
    SELECT m.id FROM outbox.mails m
    WHERE m.state IN ('waiting', 'sending') AND m.kind = 'mailing' AND m.next_at <= v_at AND m.id <> ALL (p_held || v_ids)
    ORDER BY m.next_at LIMIT p_count - cardinality(v_ids) FOR UPDATE SKIP LOCKED);
  RETURN QUERY
  WITH due AS (SELECT m.id, m.state FROM outbox.mails m WHERE m.id = ANY (v_ids))
  UPDATE outbox.mails m SET state = 'sending', attempts = m.attempts + 1, lease = v_lease, leased_until = v_until, next_at = v_until
  FROM due WHERE m.id = due.id
  RETURNING m.id, m.kind, m.reservation_id, m.visit_id, m.once, m.attempts, m.message_id, m.lease, m.due_at, due.state = 'sending';
END $$;

-- The same kind of mail for many reservations, each once per key. Returns how many are new.
CREATE OR REPLACE FUNCTION outbox.put_all(p_kind text, p_reservations uuid[], p_key text, p_about jsonb, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at constant timestamptz := lib.stamp(p_at);
  v_new integer;
BEGIN
  INSERT INTO outbox.mails (kind, reservation_id, once, about, due_at, next_at, created_at)
  SELECT p_kind, r, p_kind || ':' || r || ':' || p_key, p_about, v_at, v_at, v_at FROM unnest(p_reservations) AS r
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS v_new = ROW_COUNT;
  RETURN v_new;
END $$;

-- As processes of versions before 0024 call it, which run beside this one during a replacement.
CREATE OR REPLACE FUNCTION outbox.put_all(p_kind text, p_reservations uuid[], p_key text, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT outbox.put_all(p_kind, p_reservations, p_key, NULL, lib.stamp(p_at)) $$;

-- A report of ours to an address of the city (running.papers): the paper, and which of its addresses. Once each.
CREATE OR REPLACE FUNCTION outbox.put_report(p_paper integer, p_address integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO outbox.mails (kind, once, about, due_at, next_at, created_at)
  SELECT 'fault-report', 'fault-report:' || p_paper || ':' || p_address, jsonb_build_object('paper', p_paper, 'address', p_address), t.now, t.now, t.now
  FROM (SELECT lib.now() AS now) t
  ON CONFLICT DO NOTHING
$$;

-- What the city was told of a planned stop (running.stop_notices), to one of its addresses. Once each.
CREATE OR REPLACE FUNCTION outbox.put_stop_notice(p_notice integer, p_address integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT outbox.put_about('stop-notice', jsonb_build_object('notice', p_notice, 'address', p_address), p_notice || ':' || p_address, lib.now()) $$;
