-- Writes one line of the log, in the transaction of what it records, at the time of the act. Detail holds no names, birthdays or addresses.
CREATE OR REPLACE FUNCTION audit.write(
  p_actor audit.actor, p_act text, p_at timestamptz,
  p_reservation uuid DEFAULT NULL, p_card bigint DEFAULT NULL, p_office integer DEFAULT NULL, p_detail jsonb DEFAULT '{}'
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO audit.events (at, actor_kind, staff_id, request_id, source, act, reservation_id, card_id, office_id, detail)
  VALUES (lib.stamp(p_at), (p_actor).kind, (p_actor).staff_id, (p_actor).request_id, (p_actor).source, p_act, p_reservation, p_card, p_office, p_detail)
$$;

-- A command was run on a server: which, by whom, where, as which role of the database. Any of our roles may say so, and say nothing else by it.
CREATE OR REPLACE FUNCTION audit.note_command(p_command text, p_user text, p_host text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'operator.command', lib.now(), NULL, NULL, NULL,
    jsonb_build_object('command', left(p_command, 60), 'user', left(p_user, 60), 'host', left(p_host, 60), 'role', session_user))
$$;
