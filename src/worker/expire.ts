import { expire as expireLog } from '../audit/expire.ts';
import { expireFiles } from '../audit/files/keep.ts';
import { expireChallenges, expireTries } from '../cards/expire.ts';
import { beginNight, endNight, removePast } from '../keeping/remove.ts';
import { expire as expireStandings } from '../ledger/expire.ts';
import { forgetMailings } from '../letters/mailings.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { expirePicked } from '../lists/picked.ts';
import { expire as expirePrints } from '../lists/remember.ts';
import { expire as expireMails } from '../outbox/expire.ts';
import { expire as expireReservations, forgetPersons } from '../reservations/expire.ts';
import { expireBeats } from '../running/beats.ts';
import { expireEntries } from '../running/entries.ts';
import { expireFindings } from '../running/findings.ts';
import { expireLine } from '../site/expire.ts';
import { readSetting } from '../site/settings.ts';
import { expire as expireStaff } from '../staff/expire.ts';
import { expire as expireWaiting } from '../waiting/offers.ts';

/** Removes what is past the years of the city (§8(1)⑧), with a report: visits, cards, the log. */
async function expireYears(db: Db, sealer: Db): Promise<{ cards: number; reservations: number; log: number }> {
  await beginNight(db);
  const past = await removePast(db);
  const log = await expireLog(sealer);
  await endNight(db, log);
  return { ...past, log };
}

type Removed = Readonly<Record<string, number>>;

/** Each folder knows its own, here stands the order: what refers before what is referred to. */
const steps = (db: Db, sealer: Db): readonly (() => Promise<Removed>)[] => [
  () => expireReservations(db),
  async () => ({ waiting: await expireWaiting(db) }),
  async () => ({ persons: await forgetPersons(db) }),
  async () => ({ standings: await expireStandings(db) }),
  async () => ({ tries: await expireTries(db), challenges: await expireChallenges(db) }),
  async () => ({ line: await expireLine(db) }),
  async () =>
    expireStaff(db, {
      searches: await readSetting(db, 'keep-searches-days'),
      sessions: await readSetting(db, 'keep-sessions-days'),
    }),
  async () => {
    const days = await readSetting(db, 'keep-mails-days');
    return { mails: await expireMails(db, days), mailings: await forgetMailings(db, days) };
  },
  async () => ({ prints: await expirePrints(db, await readSetting(db, 'keep-lists-days')), picked: await expirePicked(db) }),
  () => db.one<{ former: number }>(sql`SELECT intake.forget_judged()::integer AS former`),
  () => expireYears(db, sealer),
  async () => ({ entries: await expireEntries(db, await readSetting(db, 'keep-book-years')) }),
  async () => ({ findings: await expireFindings(db, await readSetting(db, 'keep-log-years')) }),
  async () => ({ beats: await expireBeats(db, await readSetting(db, 'keep-beats-days')) }),
  async () => ({ logFiles: await expireFiles(sealer) }),
];

/**
 * Removes what the city does not keep any longer. What cannot be removed keeps nothing else: a step that ran out of time every night would leave the log
 * and the cards of years ago where they are.
 * @returns how many went of each kind
 * @throws AggregateError once all was tried, where something could not be removed
 */
export async function expireAll(db: Db, sealer: Db): Promise<Removed> {
  const all = steps(db, sealer);
  let removed: Removed = {};
  const faults: unknown[] = [];
  for (const step of all) {
    try {
      removed = { ...removed, ...(await step()) };
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} of ${all.length} steps failed`);
  return removed;
}
