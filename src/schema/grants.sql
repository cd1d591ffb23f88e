-- Who may do what: the one list. Applied after every migrate; nothing is granted to PUBLIC, and what stands here no longer is taken back.
ALTER DEFAULT PRIVILEGES FOR ROLE madoguchi_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- What a role may do to tables besides reading them: those of a schema, or one. What is not here goes through functions.
CREATE TEMPORARY TABLE granted ON COMMIT DROP AS
SELECT * FROM (VALUES
  -- schema        table               desk                       worker
  ('lib',          NULL,               '',                        ''),
  ('audit',        NULL,               '',                        ''),
  ('outbox',       NULL,               'UPDATE, DELETE',          'UPDATE, DELETE'),
  ('site',         NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('site',         'alarms',           '',                        'INSERT, UPDATE'),
  ('site',         'alarm_causes',     '',                        'INSERT, UPDATE, DELETE'),
  ('site',         'line',             '',                        ''),
  ('site',         'line_entered',     '',                        'DELETE'),
  ('site',         'city',             '',                        ''),
  ('staff',        NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('staff',        'sessions',         '',                        'DELETE'),
  ('staff',        'sign_in_links',    '',                        'DELETE'),
  ('staff',        'sign_in_tries',    '',                        'DELETE'),
  ('staff',        'searches',         '',                        'DELETE'),
  ('staff',        'kept_forms',       '',                        'DELETE'),
  ('staff',        'half_sign_ins',    '',                        'DELETE'),
  ('services',     NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('offices',      NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('cards',        NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('cards',        'tries',            '',                        'DELETE'),
  ('cards',        'challenges',       '',                        'DELETE'),
  ('calendar',     NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('calendar',     'holidays',         '',                        'INSERT, UPDATE, DELETE'),
  ('calendar',     'days',             '',                        'INSERT, UPDATE'),
  ('calendar',     'drafts',           '',                        'UPDATE'),
  ('ledger',       NULL,               '',                        ''),
  ('reservations', NULL,               '',                        ''),
  ('waiting',      NULL,               '',                        ''),
  ('intake',       NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('closing',      NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('closing',      'publishing',       '',                        'UPDATE'),
  ('closing',      'publish_steps',    '',                        'UPDATE'),
  ('counter',      NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('letters',      NULL,               '',                        ''),
  ('running',      NULL,               'INSERT, UPDATE',          ''),
  ('running',      'entries',          '',                        'INSERT, DELETE'),
  ('running',      'answers',          '',                        'INSERT'),
  ('running',      'faults',           '',                        'INSERT, UPDATE'),
  ('running',      'findings',          '',                        'INSERT, UPDATE, DELETE'),
  ('running',      'beats',            '',                        'DELETE'),
  ('lists',        NULL,               'INSERT, UPDATE, DELETE',  ''),
  ('lists',        'prints',           '',                        'DELETE'),
  ('lists',        'picked',           '',                        'DELETE'),
  ('keeping',      NULL,               '',                        ''),
  ('approvals',    NULL,               '',                        ''),
  ('approvals',    'matters',          'INSERT, UPDATE',          ''),
  ('recovery',     NULL,               '',                        '')
) AS t (schema_name, table_name, desk, worker);

DO $$
DECLARE
  g record;
  r record;
  v_what text;
BEGIN
  FOR g IN SELECT DISTINCT schema_name AS name FROM granted LOOP
    FOREACH v_what IN ARRAY ARRAY['FUNCTIONS', 'TABLES', 'SEQUENCES'] LOOP
      EXECUTE format('REVOKE ALL ON ALL %s IN SCHEMA %I FROM PUBLIC, madoguchi_desk, madoguchi_worker, madoguchi_sealer, madoguchi_backup', v_what, g.name);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO madoguchi_desk, madoguchi_worker', g.name);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO madoguchi_desk, madoguchi_worker', g.name);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO madoguchi_desk, madoguchi_worker', g.name);
  END LOOP;
  FOR g IN SELECT * FROM granted LOOP
    FOR r IN SELECT * FROM (VALUES ('madoguchi_desk', g.desk), ('madoguchi_worker', g.worker)) AS x (name, writes) WHERE writes <> '' LOOP
      IF g.table_name IS NULL THEN
        EXECUTE format('GRANT %s ON ALL TABLES IN SCHEMA %I TO %I', r.writes, g.schema_name, r.name);
      ELSE
        EXECUTE format('GRANT %s ON TABLE %I.%I TO %I', r.writes, g.schema_name, g.table_name, r.name);
      END IF;
      EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', g.schema_name, r.name);
    END LOOP;
  END LOOP;
END $$;

-- Of what the city says of itself the worker notes one thing: from which address its mails are.
GRANT UPDATE (sender_address) ON site.city TO madoguchi_worker;
-- History is only added to.
REVOKE UPDATE, DELETE ON site.terminal_checks FROM madoguchi_desk;
-- What was done with a card is added by its acts alone.
REVOKE INSERT, UPDATE, DELETE ON cards.status_history, cards.custody_events, cards.remarks FROM madoguchi_desk;
REVOKE INSERT, UPDATE, DELETE ON cards.kept, cards.protections, cards.notices, cards.due, cards.month_ends, cards.destructions FROM madoguchi_desk;
REVOKE INSERT, UPDATE, DELETE ON counter.handings, counter.calls FROM madoguchi_desk;
-- What a caution or a notice said, and what was to bring, stands as it was: triggers alone add to it.
REVOKE INSERT, UPDATE, DELETE ON services.caution_versions, services.bring_versions, site.notice_versions FROM madoguchi_desk;
-- Nor is what the city said at some time written anew: its functions add to it.
REVOKE INSERT, UPDATE, DELETE ON site.wordings FROM madoguchi_desk;
-- What is planned is added, called off and held by its functions.
REVOKE INSERT, UPDATE, DELETE ON site.planned_texts FROM madoguchi_desk;
REVOKE INSERT, UPDATE, DELETE ON cards.set_ups FROM madoguchi_desk;
-- A stock-take is written by its acts alone: who counted and who checked stands as it was.
REVOKE INSERT, UPDATE, DELETE ON cards.stocktakes, cards.stocktake_cards FROM madoguchi_desk;
-- Which cards lie at another office than their first the clock finds.
REVOKE INSERT, UPDATE, DELETE ON counter.shelved_away FROM madoguchi_desk;
-- How busy a counter was found at a look stands as it was: the clock adds to it.
REVOKE INSERT, UPDATE, DELETE ON counter.words FROM madoguchi_desk;
-- Which cards a change of many has still to look at says its press alone.
REVOKE INSERT, UPDATE, DELETE ON cards.bulk_work, cards.bulk_left FROM madoguchi_desk;
-- What labels are made with only their function reads.
REVOKE SELECT, INSERT, UPDATE, DELETE ON cards.label_seed FROM madoguchi_desk, madoguchi_worker;
-- So is what lies in a parcel.
REVOKE INSERT, UPDATE, DELETE ON cards.parcels, cards.parcel_cards FROM madoguchi_desk;
REVOKE UPDATE, DELETE ON running.answers, running.papers, running.told, running.stop_notices FROM madoguchi_desk, madoguchi_worker;
-- Whether a process was there, and with which program, it says itself (running.beat, running.runs, running.tells_clock), and nothing says otherwise.
REVOKE INSERT, UPDATE ON running.beats, running.programs FROM madoguchi_desk;
-- Who works at the desk, and with what password and second factor, is nothing the worker needs.
REVOKE SELECT ON staff.accounts, staff.second_factors, staff.recovery_codes FROM madoguchi_worker;
-- Nor what they typed, looked for or signed in with: it removes what is old, by its time.
REVOKE SELECT ON staff.kept_forms, staff.searches, staff.sessions, staff.sign_in_links, staff.sign_in_tries, staff.half_sign_ins FROM madoguchi_worker;
GRANT SELECT (kept_at) ON staff.kept_forms TO madoguchi_worker;
GRANT SELECT (created_at, hold_id) ON staff.searches TO madoguchi_worker;
GRANT SELECT (ended_at, expires_at) ON staff.sessions TO madoguchi_worker;
GRANT SELECT (expires_at) ON staff.sign_in_links, staff.half_sign_ins TO madoguchi_worker;
GRANT SELECT (since) ON staff.sign_in_tries TO madoguchi_worker;

-- Sealing, and removing what was sealed long enough ago, are the sealer's alone: who acts at the desk cannot touch the log of it.
REVOKE EXECUTE ON FUNCTION audit.lock_chain(), audit.open_generation(integer, bytea), audit.change_key(integer, bytea),
  audit.add_seals(integer, bigint, bigint[], bytea[], bytea[], xid8), audit.expire(),
  audit.seal_files(text, jsonb, text[], text), audit.expire_files() FROM madoguchi_desk, madoguchi_worker;
GRANT USAGE ON SCHEMA lib, audit TO madoguchi_sealer;
GRANT SELECT ON audit.events, audit.seals, audit.generations, audit.log_files TO madoguchi_sealer;
GRANT EXECUTE ON FUNCTION lib.now(), lib.schema_state(text, text[]), audit.cluster(), audit.lock_chain(), audit.open_generation(integer, bytea),
  audit.change_key(integer, bytea), audit.add_seals(integer, bigint, bigint[], bytea[], bytea[], xid8), audit.unsealed_since(), audit.expire(),
  lib.day_of(timestamptz), audit.files_before(), audit.seal_files(text, jsonb, text[], text), audit.expire_files() TO madoguchi_sealer;

-- What was backed up is told by the role that did it, and by no other.
REVOKE EXECUTE ON FUNCTION recovery.begin_backup(text), recovery.end_backup(text, boolean, bigint, text), recovery.log_copied(double precision, text),
  recovery.cut_short(text[]) FROM madoguchi_desk, madoguchi_worker;
REVOKE EXECUTE ON FUNCTION approvals.used(integer) FROM madoguchi_desk, madoguchi_worker;
GRANT USAGE ON SCHEMA recovery, approvals TO madoguchi_backup;
GRANT EXECUTE ON FUNCTION approvals.open_restore(integer) TO madoguchi_backup;
GRANT EXECUTE ON FUNCTION recovery.counts(), recovery.begin_backup(text), recovery.end_backup(text, boolean, bigint, text),
  recovery.log_copied(double precision, text), recovery.cut_short(text[]) TO madoguchi_backup;
-- Who works on a server with a role of ours says so in the log.
GRANT USAGE ON SCHEMA audit TO madoguchi_backup;
GRANT EXECUTE ON FUNCTION audit.note_command(text, text, text) TO madoguchi_sealer, madoguchi_backup;
-- Whose copies of log files are past their years.
GRANT EXECUTE ON FUNCTION audit.files_before() TO madoguchi_backup;

-- What removes because its time is over is the worker's alone.
REVOKE EXECUTE ON FUNCTION reservations.expire(), reservations.forget_persons(), ledger.expire(), keeping.begin_night(), keeping.end_night(bigint),
  keeping.remove_cards(integer), keeping.remove_reservations(integer), waiting.expire(),
  letters.forget_mailings(), letters.forget_mailings(integer) FROM madoguchi_desk;
-- Parts of acts are nobody's by themselves, with whatever parameters: one of the release before, written otherwise, stays in the database for a release.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace::regnamespace::text IN (SELECT schema_name FROM granted)
      AND p.pronamespace::regnamespace || '.' || p.proname = ANY (ARRAY[
        'cards.note_posted', 'cards.put_changed', 'cards.change_some', 'cards.forget_return', 'cards.keep_checked', 'cards.remove_past', 'cards.forget_remarks', 'cards.add_remark', 'cards.drop_remark',
        'reservations.lock_past', 'reservations.remove_past', 'reservations.take_back', 'reservations.go_on', 'reservations.go_on_beside', 'reservations.take_held', 'reservations.visits_before', 'reservations.end_visits_before', 'reservations.from_offer', 'reservations.take_offer_back', 'reservations.code_hash',
        'outbox.forget', 'outbox.speak',
        'ledger.forget', 'ledger.lock_standing',
        'counter.forget', 'counter.lock_people',
        'closing.forget',
        'intake.forget',
        'keeping.add_figures', 'keeping.record',
        'waiting.finish', 'waiting.take_turn', 'waiting.put_entry', 'waiting.move_to',
        'site.hold_plan', 'site.keep_planned'])
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM madoguchi_desk, madoguchi_worker', f);
  END LOOP;
END $$;

-- Time is never a parameter of a guard: what runs as the owner and is told what time it is, only the owner's own functions may call. Excepted are
-- those that read, and those that stamp what they write with a time that lib.stamp found to be now.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace::regnamespace::text IN (SELECT schema_name FROM granted) AND p.prosecdef AND p.provolatile = 'v'
      AND EXISTS (
        SELECT FROM unnest(p.proargnames) AS a (name)
        WHERE a.name IN ('p_at', 'p_now', 'p_today', 'p_before', 'p_until', 'p_days', 'p_hours', 'p_years') AND p.prosrc ~ ('\m' || a.name || '\M')
          AND position('lib.stamp(' || a.name || ')' IN p.prosrc) = 0)
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM madoguchi_desk, madoguchi_worker', f);
  END LOOP;
END $$;

-- What the worker's jobs do, and no act of a person: whatever else writes as the owner is not the worker's. `roles.db.test.ts` compares this with what the
-- jobs call. A job that is gone stays here while a worker of the release before may run.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace::regnamespace::text IN (SELECT schema_name FROM granted) AND p.prosecdef AND p.provolatile = 'v'
      AND p.pronamespace::regnamespace || '.' || p.proname <> ALL (ARRAY[
      'audit.add_by_clock',
      'cards.count_month_ends', 'cards.notice_day_came', 'cards.recount_due',
        'closing.shut_new',
        'counter.decide_day', 'counter.keep_words', 'counter.note_open_days', 'counter.note_shelved_away',
        'intake.close_bookings', 'intake.end_wait', 'intake.forget_judged', 'intake.join_card', 'intake.next_booking', 'intake.wake_bookings',
        'keeping.begin_night', 'keeping.end_night', 'keeping.remove_cards', 'keeping.remove_reservations',
        'ledger.expire', 'ledger.lay_out', 'ledger.replan',
        'letters.forget_mailings',
        'offices.hold_texts', 'offices.lock_texts',
        'outbox.lease', 'outbox.put_all',
        'reservations.expire', 'reservations.forget_persons', 'reservations.new_code', 'reservations.new_link', 'reservations.sweep',
        'running.beat', 'running.runs', 'running.tells_clock',
        'services.hold_caution', 'services.hold_papers', 'services.hold_service', 'services.hold_texts', 'services.lock_caution', 'services.lock_texts',
        'site.hold_city', 'site.hold_notice', 'site.hold_translation', 'site.lock_notice',
        'waiting.expire', 'waiting.new_link', 'waiting.offer_next', 'waiting.settle'])
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM madoguchi_worker', f);
  END LOOP;
END $$;

-- The citizens' role: functions of schema citizen, no table anywhere.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA citizen FROM PUBLIC;
GRANT USAGE ON SCHEMA citizen TO madoguchi_citizen;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA citizen TO madoguchi_citizen;
