-- Adds one line to the log. What runs as the owner and the desk; the worker has its own (audit.add_by_clock).
CREATE OR REPLACE FUNCTION audit.add(p_actor audit.actor, p_act text, p_at timestamptz, p_reservation uuid, p_card bigint, p_office integer, p_detail jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO audit.events (at, actor_kind, staff_id, request_id, source, act, reservation_id, card_id, office_id, detail)
  VALUES (lib.stamp(p_at), (p_actor).kind, (p_actor).staff_id, (p_actor).request_id, (p_actor).source, p_act, p_reservation, p_card, p_office, p_detail)
$$;

-- The same of what a job did by itself: no clerk's account, and nobody else's, is named.
CREATE OR REPLACE FUNCTION audit.add_by_clock(p_act text, p_at timestamptz, p_reservation uuid, p_card bigint, p_office integer, p_detail jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO audit.events (at, actor_kind, act, reservation_id, card_id, office_id, detail)
  VALUES (lib.stamp(p_at), 'clock', p_act, p_reservation, p_card, p_office, p_detail)
$$;

-- Writes one line of the log, in the transaction of what it records, at the time of the act. Detail holds no names, birthdays or addresses. It runs with the
-- rights of its caller: what the worker says by itself was done by the clock. Its acts that run as the owner name whose file or plan it was.
CREATE OR REPLACE FUNCTION audit.write(
  p_actor audit.actor, p_act text, p_at timestamptz,
  p_reservation uuid DEFAULT NULL, p_card bigint DEFAULT NULL, p_office integer DEFAULT NULL, p_detail jsonb DEFAULT '{}'
) RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_user <> 'madoguchi_worker' THEN
    PERFORM audit.add(p_actor, p_act, p_at, p_reservation, p_card, p_office, p_detail);
  ELSIF (p_actor).kind = 'clock' THEN
    PERFORM audit.add_by_clock(p_act, p_at, p_reservation, p_card, p_office, p_detail);
  ELSE
    RAISE EXCEPTION 'a job acts by the clock, not as %', (p_actor).kind USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- A command was run on a server: which, by whom, where, as which role of the database. Any of our roles may say so, and say nothing else by it.
CREATE OR REPLACE FUNCTION audit.note_command(p_command text, p_user text, p_host text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'operator.command', lib.now(), NULL, NULL, NULL,
    jsonb_build_object('command', left(p_command, 60), 'user', left(p_user, 60), 'host', left(p_host, 60), 'role', session_user))
$$;
