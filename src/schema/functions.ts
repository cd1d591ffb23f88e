import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/root.ts';

/** Files of SQL functions below src/, applied again at every migrate in this order: later ones may call earlier ones. */
const FILES = [
  'lib/db/lib.sql',
  'schema/state.sql',
  'audit/audit.sql',
  'audit/seal.sql',
  'outbox/outbox.sql',
  'outbox/past.sql',
  'site/settings.sql',
  'site/citizen.sql',
  'site/notices.sql',
  'offices/offices.sql',
  'services/services.sql',
  'staff/rights.sql',
  'cards/status.sql',
  'cards/citizen.sql',
  'cards/custody.sql',
  'cards/stocktake.sql',
  'cards/move-between.sql',
  'cards/returned.sql',
  'cards/deadline.sql',
  'cards/bulk.sql',
  'cards/destroy.sql',
  'cards/desk.sql',
  'cards/decided.sql',
  'cards/take-in.sql',
  'cards/past.sql',
  'calendar/window.sql',
  'ledger/ledger.sql',
  'ledger/close.sql',
  'ledger/expire.sql',
  'ledger/rekey.sql',
  'ledger/publish.sql',
  'ledger/past.sql',
  'reservations/slots.sql',
  'reservations/links.sql',
  'reservations/needs-moving.sql',
  'reservations/places.sql',
  'reservations/acts.sql',
  'reservations/party.sql',
  'reservations/take-over.sql',
  'reservations/desk-hold.sql',
  'reservations/expire.sql',
  'reservations/availability.sql',
  'reservations/day-words.sql',
  'reservations/first-times.sql',
  'reservations/visits.sql',
  'reservations/citizen.sql',
  'reservations/codes.sql',
  'reservations/language.sql',
  'reservations/papers.sql',
  'reservations/person.sql',
  'reservations/citizen-party.sql',
  'reservations/outcome.sql',
  'reservations/rekey.sql',
  'reservations/past.sql',
  'reservations/offers.sql',
  'waiting/rules.sql',
  'waiting/waiting.sql',
  'waiting/citizen.sql',
  'counter/counter.sql',
  'counter/handing.sql',
  'counter/day-end.sql',
  'counter/card-tasks.sql',
  'counter/not-ready.sql',
  'counter/past.sql',
  'letters/mailings.sql',
  'closing/close.sql',
  'closing/reopen.sql',
  'closing/past.sql',
  'intake/decide.sql',
  'intake/past.sql',
  'intake/former.sql',
  'keeping/keeping.sql',
  'approvals/approvals.sql',
  'recovery/recovery.sql',
  'running/running.sql',
] as const;

export type SqlFile = { name: string; text: string };

const read = (name: string): Promise<string> => readFile(join(ROOT, 'src', name), 'utf8');

/** The function files with their text. */
export const functionFiles = (): Promise<SqlFile[]> =>
  Promise.all([...FILES, 'schema/previous.sql'].map(async (name) => ({ name, text: await read(name) })));

/** Who may do what: applied last, it speaks of all functions. */
export const grants = (): Promise<string> => read('schema/grants.sql');
