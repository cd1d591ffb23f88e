-- The six digits of a registration mail: typed where the citizen began, they prove the address as its link does. Once, for `code-minutes`, five tries.

-- What is kept of a code. Slow on purpose: a million of them can be tried, and nobody who reads a copy of the database may do so while one works.
CREATE OR REPLACE FUNCTION reservations.code_hash(p_visit uuid, p_code text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_hash bytea := reservations.hash_of(p_visit || ':' || p_code);
BEGIN
  FOR i IN 1 .. 5000 LOOP v_hash := sha256(v_hash || uuid_send(p_visit)); END LOOP;
  RETURN v_hash;
END $$;

-- A new code for a mail that is about to be written to a visit's address, in the place of the one before; it is returned and kept nowhere. Null where that is
-- no longer the address, or the visit was proven since. Of the same mail that of its try before stays good: that one may have arrived, and its copy be dropped for its Message-ID.
CREATE OR REPLACE FUNCTION reservations.new_code(p_visit uuid, p_mail text, p_mail_id bigint, OUT code text, OUT until timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  -- Of 48 random bits: no digit is likelier than another by more than a millionth part.
  code := lpad(((('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint) % 1000000)::text, 6, '0');
  INSERT INTO reservations.codes AS c (visit_id, hash, sent_to, until, mail_id)
  SELECT v.id, reservations.code_hash(v.id, code), reservations.hash_of(p_mail), v_at + make_interval(mins => site.number('code-minutes')), p_mail_id FROM reservations.visits v
  WHERE v.id = p_visit AND v.mail = p_mail AND v.proven_at IS NULL AND v.finished_at IS NULL
  ON CONFLICT (visit_id) DO UPDATE SET hash = excluded.hash, sent_to = excluded.sent_to, until = excluded.until, mail_id = excluded.mail_id, tries = 0,
    before = CASE WHEN c.mail_id = excluded.mail_id AND c.sent_to = excluded.sent_to THEN c.hash END
  RETURNING c.until INTO until;
  IF NOT FOUND THEN code := NULL; END IF;
END $$;

-- As workers of the release before call it; the next one drops this.
CREATE OR REPLACE FUNCTION reservations.new_code(p_visit uuid, p_mail text, OUT code text, OUT until timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT n.code, n.until FROM reservations.new_code(p_visit, p_mail, NULL) AS n $$;

-- The digits as they were typed: proves the visit's address, in this browser. ok | refused: wrong, used, over, too often, none sent; which of them is for nobody.
-- Counted before it is judged, one after the other. Refuses no_visit.
CREATE OR REPLACE FUNCTION citizen.type_code(p_cookie bytea, p_code text, p_address text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  -- Its row is locked: tries at one visit come one after the other, however many are sent at once.
  v reservations.visits := reservations.visit_of(p_cookie, v_at, false);
  c reservations.codes;
  v_fits boolean := false;
BEGIN
  IF v.proven_at IS NOT NULL THEN RETURN 'ok'; END IF;
  UPDATE reservations.codes SET tries = tries + 1 WHERE visit_id = v.id AND tries < 32000 RETURNING * INTO c;
  -- Hashed whatever else is so, but for what the caller knows: how often they tried. There nothing is compared, so that the work of hashing has an end.
  IF coalesce(c.tries, 0) <= 5 AND NOT cards.rests('address', p_address, v_at) THEN
    v_fits := reservations.code_hash(v.id, coalesce(p_code, '')) IN (c.hash, c.before) AND c.until > v_at AND c.sent_to = reservations.hash_of(v.mail);
  END IF;
  IF v_fits IS NOT TRUE THEN
    PERFORM cards.count_try('address', p_address, site.number('tries-per-address'), v_at);
    PERFORM reservations.write_often(reservations.citizen_actor(p_request, p_source), 'citizen.code-refused', p_address, NULL, v.card_ids[1], '{}', v_at);
    RETURN 'refused';
  END IF;
  DELETE FROM reservations.codes WHERE visit_id = v.id;
  UPDATE reservations.visits SET proven_at = v_at, expires_at = v_at + make_interval(mins => site.number('visit-minutes')) WHERE id = v.id RETURNING * INTO STRICT v;
  PERFORM reservations.take_back_hold(v, v_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.typed-code', v_at, NULL, v.card_ids[1]);
  RETURN 'ok';
END $$;
