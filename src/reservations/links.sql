-- Links in mails and what they let in. Neither is worth more than the address they were sent to: they end when it is no longer the visit's or the
-- reservation's, by whatever act.

-- What is kept of a secret, and of an address.
CREATE OR REPLACE FUNCTION reservations.hash_of(p_text text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT sha256(convert_to(p_text, 'UTF8')) $$;

-- Whether a visit may still do anything: it was not ended, the address it came through is its reservation's (capital letters do not make it another), and nobody of it is under 支援措置 (booked and looked at by staff
-- alone): by their cards, without one as the person they are. A visit that was begun by typing a person goes on to its end: nothing was proven, and a refusal
-- would tell whoever types a name who is under it. A row where it may, none where not: as rows PostgreSQL makes it part of the statement that asks, as a
-- truth value, since it holds subqueries, a statement of its own for each visit.
CREATE OR REPLACE FUNCTION reservations.admitted(v reservations.visits) RETURNS SETOF boolean LANGUAGE sql STABLE
AS $$
  SELECT true WHERE v.ended_at IS NULL
    AND NOT EXISTS (SELECT FROM reservations.reservations x WHERE x.id = v.reservation_id AND x.number IS NOT NULL AND lower(x.mail) IS DISTINCT FROM lower(v.mail))
    AND NOT EXISTS (SELECT FROM unnest(v.card_ids) AS u (id) WHERE (SELECT c.protected FROM cards.cards c WHERE c.id = u.id))
    AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = v.reservation_id AND m.removed_at IS NULL
      AND (v.purpose = 'manage' OR m.card_id IS NOT NULL OR m.awaits IS NOT NULL)
      AND cards.is_protected((SELECT c.protected FROM cards.cards c WHERE c.id = m.card_id), m.person_key))
$$;

-- The same as a truth value.
CREATE OR REPLACE FUNCTION reservations.admits(v reservations.visits) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM reservations.admitted(v)) $$;

-- A new link for a mail that is about to be written to an address; the secret is returned and kept nowhere. Null where that is no longer the address.
CREATE OR REPLACE FUNCTION reservations.new_link(p_visit uuid, p_reservation uuid, p_mail text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_secret uuid := gen_random_uuid();
BEGIN
  INSERT INTO reservations.links (hash, visit_id, reservation_id, sent_to, until, created_at)
  SELECT reservations.hash_of(v_secret::text), p_visit, p_reservation, reservations.hash_of(p_mail), x.until, lib.now()
  FROM (
    SELECT v.link_until AS until FROM reservations.visits v WHERE v.id = p_visit AND v.mail = p_mail AND v.link_until IS NOT NULL
    UNION ALL SELECT NULL FROM reservations.reservations r WHERE r.id = p_reservation AND r.mail = p_mail) x;
  RETURN CASE WHEN FOUND THEN v_secret END;
END $$;

-- The link of a secret, where the address it went to is still the one.
CREATE OR REPLACE FUNCTION reservations.link_of(p_secret uuid) RETURNS reservations.links
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.* FROM reservations.links l
  WHERE l.hash = reservations.hash_of(p_secret::text) AND l.sent_to = reservations.hash_of(coalesce(
    (SELECT v.mail FROM reservations.visits v WHERE v.id = l.visit_id), (SELECT r.mail FROM reservations.reservations r WHERE r.id = l.reservation_id)))
$$;

-- Removes links whose visit or reservation is over since before, and what an earlier release kept in clear. Returns how many links.
CREATE OR REPLACE FUNCTION reservations.expire_links(p_before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_gone bigint;
BEGIN
  DELETE FROM reservations.links l WHERE l.until < p_before
    OR (l.visit_id IS NOT NULL AND NOT EXISTS (SELECT FROM reservations.visits v WHERE v.id = l.visit_id))
    OR (l.reservation_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      WHERE r.id = l.reservation_id AND r.mail IS NOT NULL AND coalesce(r.ended_at, 'infinity') >= p_before AND s.day >= lib.day_of(p_before) - 30));
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  DELETE FROM reservations.codes WHERE until < p_before;
  DELETE FROM reservations.handed_on WHERE at < p_before;
  DELETE FROM reservations.asked WHERE at < p_before;
  IF NOT EXISTS (SELECT FROM outbox.mails WHERE state = 'sending') THEN
    UPDATE reservations.visits SET link_secret = NULL WHERE link_secret IS NOT NULL;
    UPDATE reservations.reservations SET manage_secret = NULL WHERE manage_secret IS NOT NULL;
  END IF;
  RETURN v_gone;
END $$;
