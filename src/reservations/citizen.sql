-- A citizen's visit: how it begins, whose it is, why it is over. Each function first asks whose visit the cookie is.

-- The live visit of a cookie; refuses `no_visit`. Every act carries it on (WCAG 2.2.1): it ends when nobody has done anything for so long. Written only
-- where some minutes have gone by, since in a rush a visit is over within them.
CREATE OR REPLACE FUNCTION reservations.visit_of(p_cookie bytea, p_at timestamptz, p_proven boolean) RETURNS reservations.visits
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v reservations.visits;
  v_until timestamptz := p_at + make_interval(mins => site.number('visit-minutes'));
BEGIN
  SELECT * INTO v FROM reservations.visits WHERE cookie_hash = p_cookie AND expires_at > p_at AND finished_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND OR (p_proven AND v.proven_at IS NULL) OR NOT reservations.admits(v) THEN PERFORM lib.refuse('no_visit'); END IF;
  IF v.expires_at < v_until - interval '3 minutes' THEN
    UPDATE reservations.visits SET expires_at = v_until WHERE id = v.id RETURNING * INTO STRICT v;
  END IF;
  RETURN v;
END $$;

CREATE OR REPLACE FUNCTION reservations.citizen_actor(p_request text, p_source text) RETURNS audit.actor LANGUAGE sql IMMUTABLE
AS $$ SELECT ROW('citizen', NULL, p_request, p_source)::audit.actor $$;

-- The live hold of the very same people under the same address, in whatever capitals, proven here too: made in another browser of theirs. Null: there is none.
CREATE OR REPLACE FUNCTION reservations.own_hold(v reservations.visits, p_at timestamptz) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM ledger.standing t JOIN reservations.reservations r ON r.id = t.reservation_id
  WHERE t.service_id = v.service_id AND t.key = ANY (ARRAY(SELECT 'c:' || u FROM unnest(v.card_ids) u) || ('p:' || (v.person ->> 'key'))) AND t.until > p_at
    AND r.state = 'held' AND r.held_until > p_at AND NOT r.by_desk AND lower(r.mail) = lower(v.mail) AND v.proven_at IS NOT NULL
    AND (SELECT array_agg(coalesce(m.card_id::text, m.person_key) ORDER BY coalesce(m.card_id::text, m.person_key)) FROM (SELECT card_id, person_key FROM reservations.members WHERE reservation_id = r.id AND removed_at IS NULL) m)
      = (SELECT array_agg(k ORDER BY k) FROM (SELECT coalesce(p.card_id::text, p.member ->> 'person_key') AS k FROM reservations.party_of(v) p) x)
  LIMIT 1
$$;

-- Whether a slot is at an office that citizens may choose at this instant (§8(3)⑦c): pages do not show others, but anyone can send a number.
CREATE OR REPLACE FUNCTION reservations.open_to_citizens(p_slot bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM ledger.slots s JOIN offices.open_to_citizens(p_at) o ON o.id = s.office_id WHERE s.id = p_slot) $$;

-- A line of the log of what a stranger may do over and over: each of the first hundred of p_key within the rest period, then those whose number is a power of two,
-- which say how many they were (cards.logged_try).
CREATE OR REPLACE FUNCTION reservations.write_often(
  p_actor audit.actor, p_act text, p_key text, p_reservation uuid, p_card bigint, p_detail jsonb, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_number integer := cards.logged_try(p_key, p_at);
BEGIN
  IF v_number IS NULL THEN RETURN; END IF;
  PERFORM audit.write(p_actor, p_act, p_at, p_reservation, p_card, NULL, p_detail || CASE WHEN v_number > 100 THEN jsonb_build_object('tries', v_number) ELSE '{}' END);
END $$;

-- The line of the log of a try that came to nothing. p_detail: besides how many they were, where there are so many that not each has a line.
CREATE OR REPLACE FUNCTION reservations.write_try(p_actor audit.actor, p_act text, p_address text, p_detail jsonb, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT reservations.write_often(p_actor, p_act, p_address, NULL, NULL, p_detail, p_at) $$;

-- Begins a visit for whoever proves themselves. Nobody needs as many visits of one ID within the rest period as are refused here. purpose book: for booking; manage: sends the link of the live reservation to its registered address.
-- outcome: ok | year_needed | refused | link_sent | no_mail (manage: the reservation has no address: please call) | no_reservation.
CREATE OR REPLACE FUNCTION citizen.verify(
  p_service text, p_notice text, p_month integer, p_day integer, p_year integer, p_address text,
  p_cookie bytea, p_language text, p_purpose text, p_work text, p_waited boolean, p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_service integer;
  v_proof record;
BEGIN
  SELECT id INTO v_service FROM services.services WHERE code = p_service AND retired_at IS NULL;
  IF v_service IS NULL THEN RETURN 'refused'; END IF;
  SELECT * INTO v_proof FROM cards.prove(p_notice, p_month, p_day, p_year, p_address, p_purpose, p_work, p_waited, v_at);
  IF v_proof.outcome = 'ok' AND cards.proved_too_often(p_notice, v_at) THEN v_proof.outcome := 'refused'; END IF;
  IF v_proof.outcome <> 'ok' THEN
    PERFORM reservations.write_try(v_actor, 'citizen.' || v_proof.outcome, p_address, jsonb_build_object('purpose', p_purpose), v_at);
    RETURN v_proof.outcome;
  END IF;
  IF p_purpose = 'manage' THEN RETURN reservations.mail_links(v_actor, v_service, v_proof.card_ids, v_at, p_language); END IF;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, language, created_at, expires_at)
  VALUES (p_cookie, 'book', v_service, v_proof.card_ids, p_language, v_at, v_at + make_interval(mins => site.number('visit-minutes')));
  PERFORM audit.write(v_actor, 'citizen.proved', v_at, NULL, v_proof.card_ids[1]);
  RETURN 'ok';
END $$;

-- Until when the place is held that a visit was offered by mail and that outlasts it; null: there is none, or the visit is not over because nobody did anything.
CREATE OR REPLACE FUNCTION citizen.held_after(p_cookie bytea) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.held_until FROM reservations.visits v JOIN reservations.reservations r ON r.id = v.reservation_id
  WHERE v.cookie_hash = p_cookie AND v.finished_at IS NULL AND v.expires_at <= lib.now() AND r.state = 'held' AND r.offered AND r.held_until > lib.now() AND reservations.admits(v)
$$;

-- Why a cookie has no live visit: expired (nobody did anything for so long) | finished | elsewhere (the mail's link was opened in another browser) | ended
-- (its address is no longer the reservation's) | unknown.
CREATE OR REPLACE FUNCTION citizen.why_over(p_cookie bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(
    (SELECT CASE WHEN v.finished_at IS NOT NULL THEN 'finished' WHEN v.expires_at <= lib.now() THEN 'expired' ELSE 'ended' END FROM reservations.visits v WHERE v.cookie_hash = p_cookie),
    (SELECT 'elsewhere' FROM reservations.handed_on h WHERE h.cookie_hash = p_cookie), 'unknown')
$$;
