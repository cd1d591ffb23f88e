import { expire as expireLog } from '../audit/expire.ts';
import { expireFiles } from '../audit/files/keep.ts';
import { expireChallenges, expireTries } from '../cards/expire.ts';
import { beginNight, endNight, removePast } from '../keeping/remove.ts';
import { expire as expireStandings } from '../ledger/expire.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { expirePicked } from '../lists/picked.ts';
import { expire as expirePrints } from '../lists/remember.ts';
import { expire as expireMails } from '../outbox/expire.ts';
import { expire as expireReservations, forgetPersons } from '../reservations/expire.ts';
import { expireBeats } from '../running/beats.ts';
import { expireEntries } from '../running/entries.ts';
import { expireLine } from '../site/expire.ts';
import { readSetting } from '../site/settings.ts';
import { expire as expireStaff } from '../staff/expire.ts';
import { expire as expireWaiting } from '../waiting/offers.ts';

/** Removes what is past the years of the city (§8(1)⑧), with a report: visits, cards, the log. */
export async function expireYears(db: Db, sealer: Db): Promise<{ cards: number; reservations: number; log: number }> {
  await beginNight(db);
  const past = await removePast(db);
  const log = await expireLog(sealer);
  await endNight(db, log);
  return { ...past, log };
}

/** Removes what the city does not keep any longer; each folder knows its own, here stands the order: what refers before what is referred to. */
export async function expireAll(db: Db, sealer: Db): Promise<Record<string, number>> {
  const { visits, holds } = await expireReservations(db);
  const waiting = await expireWaiting(db);
  const persons = await forgetPersons(db);
  const standings = await expireStandings(db);
  const tries = await expireTries(db);
  const challenges = await expireChallenges(db);
  const line = await expireLine(db);
  const staff = await expireStaff(db, {
    searches: await readSetting(db, 'keep-searches-days'),
    sessions: await readSetting(db, 'keep-sessions-days'),
  });
  const mails = await expireMails(db, await readSetting(db, 'keep-mails-days'));
  const prints = await expirePrints(db, await readSetting(db, 'keep-lists-days'));
  const picked = await expirePicked(db);
  const { former } = await db.one<{ former: number }>(sql`SELECT intake.forget_judged()::integer AS former`);
  const years = await expireYears(db, sealer);
  const entries = await expireEntries(db, await readSetting(db, 'keep-book-years'));
  const beats = await expireBeats(db, await readSetting(db, 'keep-beats-days'));
  const logFiles = await expireFiles(sealer);
  return {
    visits,
    holds,
    waiting,
    persons,
    standings,
    tries,
    challenges,
    line,
    searches: staff.searches,
    sessions: staff.sessions,
    mails,
    prints,
    picked,
    former,
    ...years,
    entries,
    beats,
    logFiles,
  };
}
