-- What a file of former reservations remarks of the first of a visit: kept behind what stands of them.

-- The remark in force of the first of a visit, as reservations.hold takes them; no row: none was ever written.
CREATE OR REPLACE FUNCTION intake.remark_in_force(p_member jsonb) RETURNS TABLE (id bigint, body text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, r.body FROM (SELECT (p_member ->> 'card_id')::bigint AS card) m LEFT JOIN cards.cards c ON c.id = m.card
    CROSS JOIN LATERAL cards.remarks_of(m.card, CASE WHEN m.card IS NULL THEN p_member ->> 'person_key' ELSE c.person_key END) r
  ORDER BY r.id DESC LIMIT 1
$$;

-- Whether a remark says in lines of its own what another says.
CREATE OR REPLACE FUNCTION intake.says_already(p_body text, p_remark text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT strpos(E'\n' || p_body || E'\n', E'\n' || p_remark || E'\n') > 0 $$;

-- Characters a remark may have: no more than the desk can write (REMARK_LONGEST of src/cards/remark.ts).
CREATE OR REPLACE FUNCTION intake.remark_longest() RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT 1000 $$;

-- Keeps what a file remarks of the first of a visit: behind what stands of them, which it does not replace, unless that says it already or the two would be too long.
CREATE OR REPLACE FUNCTION intake.keep_remark(p_actor audit.actor, p_member jsonb, p_remark text, p_reservation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_last record;
  v_body text := p_remark;
BEGIN
  SELECT * INTO v_last FROM intake.remark_in_force(p_member);
  IF v_last.body <> '' THEN
    IF intake.says_already(v_last.body, p_remark) THEN RETURN; END IF;
    v_body := v_last.body || E'\n' || p_remark;
    IF length(v_body) > intake.remark_longest() THEN RETURN; END IF;
  END IF;
  IF p_member ? 'card_id' THEN
    PERFORM cards.remark(p_actor, (p_member ->> 'card_id')::bigint, v_last.id, v_body);
  ELSIF p_member ->> 'person_key' IS NOT NULL THEN
    PERFORM cards.remark_person(p_actor, p_member ->> 'person_key', v_last.id, v_body, p_reservation);
  END IF;
END $$;

-- The remarks of a file that is not pressed that come behind another: of the person, or of an earlier visit of the file. fits: with what comes before them they are
-- no longer than a remark may be.
CREATE OR REPLACE FUNCTION intake.remarks_behind(p_import integer) RETURNS TABLE (id bigint, number text, fits boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH told AS (
    SELECT b.id, b.number, b.remark, p.members -> 0 AS member, coalesce(c.person_key, p.members -> 0 ->> 'card_id', p.members -> 0 ->> 'person_key') AS who
    FROM intake.bookings b CROSS JOIN LATERAL intake.party_of(b.members) p LEFT JOIN cards.cards c ON c.id = (p.members -> 0 ->> 'card_id')::bigint
    WHERE b.import_id = p_import AND b.state = 'judged' AND b.problem = '' AND b.remark <> ''
  ), first AS (
    -- What the file says twice of one person comes once.
    SELECT DISTINCT ON (t.who, t.remark) t.id, t.number, t.remark, t.who, f.body FROM told t LEFT JOIN LATERAL intake.remark_in_force(t.member) f ON true
    WHERE t.who IS NOT NULL AND NOT intake.says_already(coalesce(f.body, ''), t.remark) ORDER BY t.who, t.remark, t.id
  ), behind AS (
    SELECT f.id, f.number, coalesce(f.body, '') <> '' OR row_number() OVER w > 1 AS added,
      coalesce(length(nullif(f.body, '')) + 1, 0) + sum(length(f.remark) + 1) OVER w - 1 AS longest
    FROM first f WINDOW w AS (PARTITION BY f.who ORDER BY f.id)
  )
  SELECT b.id, b.number, b.longest <= intake.remark_longest() FROM behind b WHERE b.added
$$;

-- How many of them are added.
CREATE OR REPLACE FUNCTION intake.remarks_to_add(p_import integer) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(*)::integer FROM intake.remarks_behind(p_import) WHERE fits $$;
