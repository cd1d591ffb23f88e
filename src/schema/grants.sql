-- Who may do what: the one list. Applied after every migrate; nothing is granted to PUBLIC, and what stands here no longer is taken back.
ALTER DEFAULT PRIVILEGES FOR ROLE madoguchi_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- What a role may do to a table besides reading it: what its own statements write, by table and right; `roles.db.test.ts` compares. A new table begins with
-- nothing, and what is not here goes through functions. Of the release before: the desk's rights to site.translations.
CREATE TEMPORARY TABLE granted ON COMMIT DROP AS
SELECT * FROM (VALUES
  -- schema         table                 desk                       worker
  ('lib',           NULL,                 '',                        ''),
  ('audit',         NULL,                 '',                        ''),
  ('outbox',        'mails',              'UPDATE',                  'UPDATE, DELETE'),
  ('site',          'alarm_causes',       '',                        'INSERT, UPDATE, DELETE'),
  ('site',          'alarms',             'INSERT, UPDATE',          'INSERT, UPDATE'),
  ('site',          'city',               'UPDATE',                  ''),
  ('site',          'line_entered',       '',                        'DELETE'),
  ('site',          'maintenance',        'INSERT, UPDATE',          ''),
  ('site',          'notices',            'INSERT, UPDATE',          ''),
  ('site',          'settings',           'INSERT, UPDATE',          ''),
  ('site',          'terminal_checks',    'INSERT',                  ''),
  ('site',          'translation_files',  'INSERT, UPDATE',          ''),
  ('site',          'translations',       'INSERT, DELETE',          ''),
  ('staff',         'account_offices',    'INSERT, DELETE',          ''),
  ('staff',         'account_roles',      'INSERT, DELETE',          ''),
  ('staff',         'accounts',           'INSERT, UPDATE',          ''),
  ('staff',         'half_sign_ins',      'INSERT, DELETE',          'DELETE'),
  ('staff',         'kept_forms',         'INSERT, DELETE',          'DELETE'),
  ('staff',         'recovery_codes',     'INSERT, UPDATE, DELETE',  ''),
  ('staff',         'role_rights',        'INSERT, DELETE',          ''),
  ('staff',         'roles',              'INSERT, UPDATE',          ''),
  ('staff',         'searches',           'INSERT, UPDATE, DELETE',  'DELETE'),
  ('staff',         'second_factors',     'INSERT, UPDATE, DELETE',  ''),
  ('staff',         'sessions',           'INSERT, UPDATE',          'DELETE'),
  ('staff',         'sign_in_links',      'INSERT, UPDATE',          'DELETE'),
  ('staff',         'sign_in_tries',      'INSERT, UPDATE, DELETE',  'DELETE'),
  ('services',      'cautions',           'INSERT, UPDATE',          ''),
  ('services',      'lengths',            'INSERT, UPDATE, DELETE',  ''),
  ('services',      'services',           'INSERT, UPDATE',          ''),
  ('offices',       'areas',              'INSERT, UPDATE, DELETE',  ''),
  ('offices',       'offices',            'INSERT, UPDATE',          ''),
  ('offices',       'transfer_times',     'INSERT, UPDATE',          ''),
  ('cards',         'cards',              'INSERT, UPDATE, DELETE',  ''),
  ('cards',         'challenges',         '',                        'DELETE'),
  ('cards',         'checked_addresses',  'UPDATE',                  ''),
  ('cards',         'return_reasons',     'INSERT, DELETE',          ''),
  ('cards',         'statuses',           'INSERT, UPDATE',          ''),
  ('cards',         'storage_places',     'INSERT, UPDATE',          ''),
  ('cards',         'storage_rules',      'INSERT, UPDATE, DELETE',  ''),
  ('cards',         'tries',              '',                        'DELETE'),
  ('calendar',      'bands',              'INSERT, DELETE',          ''),
  ('calendar',      'days',               'INSERT, UPDATE',          'INSERT, UPDATE'),
  ('calendar',      'draft_changes',      'INSERT, UPDATE, DELETE',  ''),
  ('calendar',      'drafts',             'INSERT, UPDATE',          'UPDATE'),
  ('calendar',      'holidays',           'INSERT, UPDATE, DELETE',  'INSERT, UPDATE, DELETE'),
  ('calendar',      'overrides',          'INSERT, UPDATE, DELETE',  ''),
  ('calendar',      'patterns',           'INSERT, UPDATE',          ''),
  ('calendar',      'slot_overrides',     'INSERT, UPDATE, DELETE',  ''),
  ('calendar',      'week_rules',         'INSERT, UPDATE, DELETE',  ''),
  ('calendar',      'windows',            'INSERT, UPDATE',          ''),
  ('ledger',        NULL,                 '',                        ''),
  ('reservations',  NULL,                 '',                        ''),
  ('waiting',       NULL,                 '',                        ''),
  ('intake',        'bookings',           'INSERT, UPDATE',          ''),
  ('intake',        'changes',            'INSERT, UPDATE, DELETE',  ''),
  ('intake',        'conflicts',          'INSERT, DELETE',          ''),
  ('intake',        'imports',            'INSERT, UPDATE',          ''),
  ('intake',        'profiles',           'INSERT, UPDATE',          ''),
  ('intake',        'told',               'INSERT, UPDATE',          ''),
  ('intake',        'upload_pieces',      'INSERT, DELETE',          ''),
  ('intake',        'uploads',            'INSERT, UPDATE',          ''),
  ('closing',       'affected',           'UPDATE',                  ''),
  ('closing',       'previews',           'INSERT, UPDATE',          ''),
  ('closing',       'publish_steps',      'INSERT, UPDATE',          'UPDATE'),
  ('closing',       'publishing',         'UPDATE',                  'UPDATE'),
  ('counter',       'incomplete_reasons', 'INSERT, DELETE',          ''),
  ('letters',       NULL,                 '',                        ''),
  ('running',       'answers',            'INSERT',                  'INSERT'),
  ('running',       'beats',              '',                        'DELETE'),
  ('running',       'contacts',           'UPDATE',                  ''),
  ('running',       'entries',            'INSERT, UPDATE',          'INSERT, DELETE'),
  ('running',       'faults',             'INSERT, UPDATE',          'INSERT, UPDATE'),
  ('running',       'findings',           'UPDATE',                  'INSERT, UPDATE, DELETE'),
  ('running',       'months',             'INSERT, UPDATE',          ''),
  ('running',       'papers',             'INSERT',                  ''),
  ('running',       'stop_notices',       'INSERT',                  ''),
  ('running',       'told',               'INSERT',                  ''),
  ('lists',         'city_columns',       'INSERT, UPDATE',          ''),
  ('lists',         'columns',            'INSERT, UPDATE, DELETE',  ''),
  ('lists',         'filters',            'INSERT, UPDATE, DELETE',  ''),
  ('lists',         'label_printers',     'INSERT, UPDATE',          ''),
  ('lists',         'picked',             'INSERT, DELETE',          'DELETE'),
  ('lists',         'prints',             'INSERT',                  'DELETE'),
  ('keeping',       NULL,                 '',                        ''),
  ('approvals',     'matters',            'INSERT, UPDATE',          ''),
  ('recovery',      NULL,                 '',                        '')
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
  FOR g IN SELECT * FROM granted WHERE table_name IS NOT NULL LOOP
    FOR r IN SELECT * FROM (VALUES ('madoguchi_desk', g.desk), ('madoguchi_worker', g.worker)) AS x (name, writes) WHERE writes <> '' LOOP
      EXECUTE format('GRANT %s ON TABLE %I.%I TO %I', r.writes, g.schema_name, g.table_name, r.name);
      EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', g.schema_name, r.name);
    END LOOP;
  END LOOP;
END $$;

-- Of what the city says of itself the worker notes one thing: from which address its mails are.
GRANT UPDATE (sender_address) ON site.city TO madoguchi_worker;
-- What labels are made with only their function reads.
REVOKE SELECT ON cards.label_seed FROM madoguchi_desk, madoguchi_worker;
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
        'reservations.lock_past', 'reservations.remove_past', 'reservations.take_back', 'reservations.go_on', 'reservations.take_held', 'reservations.visits_before', 'reservations.end_visits_before', 'reservations.from_offer', 'reservations.take_offer_back', 'reservations.code_hash',
        'outbox.forget', 'outbox.speak',
        'ledger.forget', 'ledger.lock_standing',
        'counter.forget', 'counter.lock_people',
        'closing.forget',
        'intake.forget',
        'keeping.add_figures', 'keeping.record',
        'waiting.finish', 'waiting.take_turn', 'waiting.put_entry', 'waiting.move_to', 'waiting.end_over_beside',
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
