-- What somebody who has proven who they are may do over and over: hold and book, move, add people, wait and leave. Each leaves lines of the log that are kept for
-- years, rows and mails, and takes places off the board meanwhile. Counted by their people, for a day: no family changes its mind so often, and staff book without
-- being counted.

-- Whom a visit's turns are counted by: its cards; who comes without one together with the mailbox, since anybody can type a name.
CREATE OR REPLACE FUNCTION reservations.turns_of(v reservations.visits) RETURNS bytea[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT array_agg(reservations.hash_of('turn ' || coalesce(p.card_id::text, concat(p.member ->> 'person_key', ' ', reservations.inbox(v.mail))))) FROM reservations.party_of(v) p
$$;

-- One turn more of a visit's party, counted after what it did: what was refused for another reason is none, and in a rush writes nothing. Refuses too_often: one of them has had as many as a day has. Where many browsers of the same people ask at one moment each may
-- have one.
CREATE OR REPLACE FUNCTION reservations.take_turn(v reservations.visits, p_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_who bytea[] := reservations.turns_of(v);
BEGIN
  IF EXISTS (SELECT FROM reservations.asked a WHERE a.mailbox = ANY (v_who) AND a.at > p_at - interval '1 day' GROUP BY a.mailbox HAVING count(*) >= site.number('turns-a-day')) THEN
    PERFORM lib.refuse('too_often');
  END IF;
  INSERT INTO reservations.asked (mailbox, at) SELECT w, p_at FROM unnest(v_who) w;
END $$;
