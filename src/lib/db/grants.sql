-- Who may do what. Applied after every migrate; nothing is granted to PUBLIC.
ALTER DEFAULT PRIVILEGES FOR ROLE madoguchi_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
DO $$
DECLARE s text;
BEGIN
  FOREACH s IN ARRAY ARRAY['lib', 'audit', 'outbox', 'site', 'staff', 'services', 'offices', 'cards', 'calendar', 'ledger', 'reservations', 'intake', 'closing', 'counter', 'letters', 'lists', 'citizen'] LOOP
    EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I FROM PUBLIC', s);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC', s);
  END LOOP;
  -- The desk and the worker: read everything, write through acts or the tables their folders own.
  FOREACH s IN ARRAY ARRAY['lib', 'audit', 'outbox', 'site', 'staff', 'services', 'offices', 'cards', 'calendar', 'ledger', 'reservations', 'intake', 'closing', 'counter', 'letters', 'lists'] LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO madoguchi_desk', s);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO madoguchi_desk', s);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO madoguchi_desk', s);
  END LOOP;
  FOREACH s IN ARRAY ARRAY['outbox', 'site', 'staff', 'services', 'offices', 'cards', 'calendar', 'intake', 'closing', 'counter', 'letters', 'lists'] LOOP
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO madoguchi_desk', s);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO madoguchi_desk', s);
  END LOOP;
END $$;
-- History is only added to.
REVOKE UPDATE, DELETE ON cards.status_history, cards.custody_events, cards.remarks FROM madoguchi_desk;
-- The citizens' role: functions of schema citizen, no table anywhere.
GRANT USAGE ON SCHEMA citizen TO madoguchi_citizen;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA citizen TO madoguchi_citizen;
