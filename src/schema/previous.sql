-- What processes of the release before still call while they are replaced, answered by this one's. Emptied at every release.
-- They come with the time in hand; it is not asked any more.
CREATE OR REPLACE FUNCTION reservations.sweep(p_slot bigint, p_at timestamptz) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.sweep(p_slot) $$;
CREATE OR REPLACE FUNCTION reservations.take_place(p_slot bigint, p_units integer, p_by_desk boolean, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.take_place(p_slot, p_units, p_by_desk, NULL, p_at) $$;
CREATE OR REPLACE FUNCTION reservations.expire(p_before timestamptz, OUT visits bigint, OUT holds bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT e.visits, e.holds FROM reservations.expire() e $$;
CREATE OR REPLACE FUNCTION reservations.forget_persons(p_before date) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT reservations.forget_persons() $$;
CREATE OR REPLACE FUNCTION ledger.expire(p_before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT ledger.expire() $$;
-- Their pages have papers ticked, and do not say which: taken for the papers as they stand, or no booking of theirs would go through.
CREATE OR REPLACE FUNCTION citizen.tick_cautions(p_cookie bytea, p_ticks jsonb) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT citizen.tick_cautions(p_cookie, p_ticks,
    (SELECT reservations.papers_mark(v.reservation_id, reservations.papers_of(v.service_id, v.reservation_id)) FROM reservations.visits v WHERE v.cookie_hash = p_cookie), NULL)
$$;
-- Their ticks name cautions alone: taken for the texts as they stand.
CREATE OR REPLACE FUNCTION citizen.accept_cautions(p_cookie bytea, p_ids integer[]) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT citizen.tick_cautions(p_cookie, (SELECT coalesce(jsonb_object_agg(c.id::text, c.version), '{}') FROM services.cautions c WHERE c.id = ANY (p_ids))) $$;
-- Their pages show nothing to read for another day or one person more: nothing is asked of them.
CREATE OR REPLACE FUNCTION citizen.move(p_cookie bytea, p_slot bigint, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT citizen.move(p_cookie, p_slot, p_version, NULL::jsonb, p_request, p_source) $$;
-- They are refused where this one's answer is that.
CREATE OR REPLACE FUNCTION citizen.join_by_notice(
  p_cookie bytea, p_notice text, p_month integer, p_day integer, p_year integer, p_address text, p_version integer, p_work text, p_waited boolean, p_read jsonb, p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v jsonb := citizen.join_proven(p_cookie, p_notice, p_month, p_day, p_year, p_address, p_version, p_work, p_waited, p_read, p_request, p_source);
BEGIN
  IF v ? 'refused' THEN PERFORM lib.refuse(v ->> 'refused', v ->> 'detail'); END IF;
  RETURN v ->> 'result';
END $$;
CREATE OR REPLACE FUNCTION citizen.join_by_notice(
  p_cookie bytea, p_notice text, p_month integer, p_day integer, p_year integer, p_address text, p_version integer, p_work text, p_waited boolean, p_request text, p_source text
) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT citizen.join_by_notice(p_cookie, p_notice, p_month, p_day, p_year, p_address, p_version, p_work, p_waited, NULL::jsonb, p_request, p_source) $$;
CREATE OR REPLACE FUNCTION citizen.join_as_person(
  p_cookie bytea, p_person jsonb, p_address text, p_version integer, p_request text, p_source text
) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT citizen.join_as_person(p_cookie, p_person, p_address, p_version, NULL::jsonb, p_request, p_source) $$;
-- Their pages do not say which offer was read aloud: taken for the one that stands.
CREATE OR REPLACE FUNCTION waiting.book(p_actor audit.actor, p_entry uuid) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT waiting.book(p_actor, p_entry, waiting.open_hold(p_entry, lib.now())) $$;
-- They bring the texts, which are the plan's. A desk keeps them among the versions besides, which adds nothing; their worker may not, and leaves the plan to this one's.
CREATE OR REPLACE FUNCTION services.hold_texts(p_plan integer, p_id integer, p_name text, p_names jsonb, p_bring text[], p_bring_under15 text[], p_bring_needs jsonb) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT services.hold_service(p_plan, p_id, p_bring_needs) $$;
CREATE OR REPLACE FUNCTION services.hold_service(p_plan integer, p_id integer, p_name text, p_names jsonb, p_who text[], p_bring text[], p_bring_under15 text[], p_bring_needs jsonb)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT services.hold_service(p_plan, p_id, p_bring_needs) $$;
CREATE OR REPLACE FUNCTION services.hold_caution(p_plan integer, p_id integer, p_concerns text, p_body text, p_shown boolean, p_staff integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT services.hold_caution(p_plan, p_id) $$;
CREATE OR REPLACE FUNCTION offices.hold_texts(p_plan integer, p_id integer, p_name text, p_names jsonb, p_address text, p_directions text, p_facilities text[]) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT offices.hold_texts(p_plan, p_id) $$;
CREATE OR REPLACE FUNCTION site.hold_notice(p_plan integer, p_id integer, p_body text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT site.hold_notice(p_plan, p_id) $$;
-- They bring the days, which are not asked.
CREATE OR REPLACE FUNCTION letters.forget_mailings(p_days integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT letters.forget_mailings() $$;
-- Their pages know one reason why no mail is sent again.
CREATE OR REPLACE FUNCTION citizen.resend(p_cookie bytea, p_request text, p_source text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE a.said WHEN 'mailbox_full' THEN 'too_many' ELSE a.said END FROM citizen.send_again(p_cookie, p_request, p_source) AS a (said)
$$;
