-- One schema a folder of floor 2: the folder is the only writer of its tables.
CREATE SCHEMA lib;
CREATE SCHEMA audit;
CREATE SCHEMA outbox;
CREATE SCHEMA site;
CREATE SCHEMA staff;
CREATE SCHEMA services;
CREATE SCHEMA offices;
CREATE SCHEMA cards;
CREATE SCHEMA calendar;
CREATE SCHEMA ledger;
CREATE SCHEMA reservations;
CREATE SCHEMA intake;
CREATE SCHEMA closing;
CREATE SCHEMA counter;
CREATE SCHEMA letters;
CREATE SCHEMA lists;
-- What the citizens' door may call; it holds functions only.
CREATE SCHEMA citizen;

-- Who acts: kind citizen | staff | clock | operator; source is a masked address, never a name.
CREATE TYPE audit.actor AS (kind text, staff_id integer, request_id text, source text);
