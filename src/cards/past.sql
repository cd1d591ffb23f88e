-- Cards whose years are over (§8(1)⑧), and those that are kept all the same.

-- The day before which a closed card was closed longer ago than the city keeps it.
CREATE OR REPLACE FUNCTION cards.past_before() RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (lib.day_of(lib.now()) - make_interval(years => greatest(site.number('keep-cards-years'), 1)))::date $$;

-- Whether a card was closed before a day. Inlined, as all that asks here for many rows.
CREATE OR REPLACE FUNCTION cards.closed_before(c cards.cards, p_before date) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT NOT (c).is_open AND (c).status_at < lib.instant(p_before, 0) $$;

-- Why a card stays for what the card itself says: open, young (it was closed on p_before or later), here (it lies in an office), kept, unexplained (a count
-- of its box differs and nobody has said why). NULL: nothing keeps it.
CREATE OR REPLACE FUNCTION cards.stays_before(c cards.cards, p_before date) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN c.is_open THEN 'open'
    WHEN lib.day_of(c.status_at) >= p_before THEN 'young'
    WHEN c.whereabouts NOT IN ('gone', 'expected') THEN 'here'
    WHEN EXISTS (SELECT FROM cards.kept k WHERE k.card_id = c.id AND k.lifted_at IS NULL) THEN 'kept'
    WHEN EXISTS (SELECT FROM cards.stocktake_cards d WHERE d.card_id = c.id AND d.result <> 'seen' AND d.explained_at IS NULL) THEN 'unexplained'
  END
$$;

-- The same by the years the city keeps cards.
CREATE OR REPLACE FUNCTION cards.stays(c cards.cards) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT cards.stays_before(c, cards.past_before()) $$;

-- Removes cards with their histories, of those given only what nothing keeps. Returns a row a month of closing: how many cards, how many movements,
-- and the digest over the movements. The caller has locked the cards; what other folders know of them is gone already.
CREATE OR REPLACE FUNCTION cards.remove_past(p_cards bigint[]) RETURNS TABLE (month date, cards integer, events integer, digest text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_ids bigint[] := ARRAY(SELECT c.id FROM cards.cards c WHERE c.id = ANY (p_cards) AND cards.stays(c) IS NULL ORDER BY c.id);
BEGIN
  RETURN QUERY
  SELECT m.month, count(*)::integer, sum(m.events)::integer, encode(sha256(convert_to(string_agg(m.told, E'\n' ORDER BY m.id), 'UTF8')), 'hex')
  FROM (
    SELECT c.id, date_trunc('month', lib.day_of(c.status_at))::date AS month, coalesce(e.events, 0) AS events, concat_ws(E'\n', c.id::text, e.told) AS told
    FROM cards.cards c LEFT JOIN LATERAL (
      SELECT count(*) AS events, string_agg(x::text, E'\n' ORDER BY x.id) AS told FROM cards.custody_events x WHERE x.card_id = c.id) e ON true
    WHERE c.id = ANY (v_ids)) m
  GROUP BY m.month;
  DELETE FROM cards.departures WHERE card_id = ANY (v_ids);
  DELETE FROM cards.destructions WHERE card_id = ANY (v_ids);
  DELETE FROM cards.notices WHERE card_id = ANY (v_ids);
  DELETE FROM cards.checked_addresses WHERE card_id = ANY (v_ids);
  DELETE FROM cards.kept WHERE card_id = ANY (v_ids);
  -- A mark that stands is the person's, and waits for their next card.
  DELETE FROM cards.protections WHERE card_id = ANY (v_ids) AND (lifted_at IS NOT NULL OR person_key IS NULL);
  UPDATE cards.protections SET card_id = NULL WHERE card_id = ANY (v_ids);
  -- A remark is the person's: while another card of theirs stays, it stays with them, and goes when neither card nor visit names them (cards.forget_remarks).
  UPDATE cards.remarks r SET card_id = NULL, person_key = c.person_key FROM cards.cards c
  WHERE r.card_id = ANY (v_ids) AND c.id = r.card_id AND EXISTS (SELECT FROM cards.cards o WHERE o.person_key = c.person_key AND o.id <> ALL (v_ids));
  DELETE FROM cards.remarks WHERE card_id = ANY (v_ids);
  DELETE FROM cards.bulk_changed WHERE card_id = ANY (v_ids);
  DELETE FROM cards.status_history WHERE card_id = ANY (v_ids);
  DELETE FROM cards.parcels b USING cards.parcel_cards p WHERE p.parcel_id = b.id AND p.card_id = ANY (v_ids) AND b.sent_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM cards.parcel_cards o WHERE o.parcel_id = b.id AND o.card_id <> ALL (v_ids));
  DELETE FROM cards.parcel_cards WHERE card_id = ANY (v_ids);
  DELETE FROM cards.custody_events WHERE card_id = ANY (v_ids);
  DELETE FROM cards.cards WHERE id = ANY (v_ids);
END $$;

-- Keeps a card beyond its years, until somebody lifts it. Returns false where it is kept already. Refuses: unknown.
CREATE OR REPLACE FUNCTION cards.keep(p_actor audit.actor, p_card bigint, p_why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  INSERT INTO cards.kept (card_id, why, at, staff_id) VALUES (p_card, p_why, v_at, (p_actor).staff_id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'card.kept', v_at, NULL, p_card);
  RETURN true;
END $$;

-- Lets a kept card go when its years are over. Returns false where nobody kept it.
CREATE OR REPLACE FUNCTION cards.keep_no_more(p_actor audit.actor, p_card bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  PERFORM FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  UPDATE cards.kept SET lifted_at = v_at, lifted_by = (p_actor).staff_id WHERE card_id = p_card AND lifted_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM audit.write(p_actor, 'card.kept-no-more', v_at, NULL, p_card);
  RETURN true;
END $$;
