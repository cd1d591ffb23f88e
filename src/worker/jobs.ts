import { keepHead } from '../audit/heads.ts';
import type { Head } from '../audit/seal.ts';
import { yearWithoutHolidays } from '../calendar/holidays.ts';
import { readState } from '../calendar/read.ts';
import { custodyFaults } from '../cards/custody.ts';
import { recountDue } from '../cards/deadline.ts';
import { countMonthEnds } from '../cards/month-ends.ts';
import { noticeDaysCame } from '../cards/notice-day.ts';
import { readDifferences } from '../closing/differences.ts';
import { extendHorizon } from '../closing/horizon.ts';
import { HORIZON_DAYS } from '../closing/slots.ts';
import { finishPublish } from '../closing/steps.ts';
import { keepWords } from '../counter/busy.ts';
import { noteShelvedAway } from '../counter/card-tasks.ts';
import { decideDays } from '../counter/decided.ts';
import { countNotReady } from '../counter/not-ready.ts';
import { finishFormer } from '../intake/former/acts.ts';
import { queueReminders } from '../letters/reminders.ts';
import { today } from '../lib/clock.ts';
import { addDays, dateAfter, eachDay } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { faultWord } from '../lib/fault.ts';
import { sweepScratch } from '../lib/scratch.ts';
import { sweepLapsed } from '../reservations/expire.ts';
import { beat, SILENT_MINUTES, silentMinutes } from '../running/beats.ts';
import { analyseDay, unreviewed } from '../running/findings.ts';
import { noticeFaults, noticeGap } from '../running/watch.ts';
import { passOn } from '../waiting/offers.ts';
import { alarm, alarmHere } from './alarm.ts';
import { backup, follow } from './backups.ts';
import { certificate } from './certificate.ts';
import { components } from './components.ts';
import { expireAll } from './expire.ts';
import type { Job, JobContext } from './job.ts';
import { program } from './program.ts';
import { sealNow } from './sealing.ts';
import { standbys } from './standbys.ts';
import { holdTexts } from './texts.ts';
import { watch } from './watch.ts';

const HOUR_MS = 3_600_000;
const CITY_HOURS_AHEAD = 9;

/** Cron speaks UTC; the city has no summer time, so a time of day there is always the same one here. */
const dailyAt = (hour: number, minute: number): string => `${minute} ${(hour + 24 - CITY_HOURS_AHEAD) % 24} * * *`;

/** What is still unsealed just after sealing and is older than this is held back by somebody's open transaction. */
const SEALING_SECONDS = 600;
let keptHead = '';

/** Keeps the head of the log elsewhere: in the process's log, and in AUDIT_HEADS. Without it a cut tail is never noticed: an alarm. */
async function keepElsewhere(context: JobContext, head: Head): Promise<void> {
  const { clock, config, log, answerMs } = context;
  if (head.hash === keptHead) return;
  log.info(head, 'sealed');
  // Not set at all is told like a file that cannot be written: nobody would notice a cut tail.
  const file = config.auditHeads;
  const fault =
    file === undefined ? 'AUDIT_HEADS' : await keepHead(file, head, clock.now(), answerMs).then(() => undefined, faultWord);
  const detail = fault === undefined || file === undefined ? {} : { file, fault };
  if (fault !== undefined && file !== undefined) log.error(detail, 'the head of the log could not be kept elsewhere');
  await alarmHere(context, 'heads-not-kept', fault !== undefined, detail);
  if (fault !== undefined) return;
  keptHead = head.hash;
}

const seal: Job = async (context) => {
  const { sealer, measures } = context;
  const head = await sealNow(context);
  if (head !== undefined) await keepElsewhere(context, head);
  const { seconds } = await sealer.one<{ seconds: number }>(
    sql`SELECT coalesce(extract(epoch FROM lib.now() - audit.unsealed_since()), 0)::double precision AS seconds`,
  );
  measures.unsealed.set(seconds);
  await alarm(context, 'sealing-held-back', seconds > SEALING_SECONDS, { seconds: Math.round(seconds) });
};

/** The worker is there; who else is not; and a fault of each alarm that is one (§9(1)①). What happened while nobody was there is noticed before the first beat. */
const beats: Job = async (context) => {
  const { db, log } = context;
  const gaps = await noticeGap(db);
  await beat(db, 'worker');
  await alarm(context, 'citizen-silent', (await silentMinutes(db, 'citizen')) >= SILENT_MINUTES);
  await alarm(context, 'desk-silent', (await silentMinutes(db, 'desk')) >= SILENT_MINUTES);
  await alarm(context, 'worker-silent', false);
  const faults = gaps + (await noticeFaults(db));
  if (faults > 0) log.warn({ faults }, 'faults noticed');
};

/** How far the log was analysed, of each database this process works in. */
const analysedTo = new WeakMap<Db, string>();
/** A worker that begins does not know what one before it analysed: so many days are gone through again, what was found stays. */
const ANALYSE_DAYS = 14;

/** What staff and operators did yesterday and today that somebody should look at (§11(12)), and on days while no worker ran. */
const analyse: Job = async (context) => {
  const { db, clock, log } = context;
  const day = today(clock).toString();
  const from = addDays(analysedTo.get(db) ?? addDays(day, 1 - ANALYSE_DAYS), -1);
  let fresh = 0;
  for (const one of eachDay(from, day)) fresh += await db.transaction((tx) => analyseDay(tx, one));
  analysedTo.set(db, day);
  await alarm(context, 'log-finding', (await unreviewed(db)) > 0);
  if (fresh > 0) log.warn({ findings: fresh }, 'the log has something to look at');
};

const remind: Job = async ({ db, log }) => {
  const queued = await db.transaction(queueReminders);
  if (queued > 0) log.info({ queued }, 'reminders queued');
};

/** Days that no clerk closed until the city's hour: who did not come is recorded and written to (§8(2)⑫b). */
const decide: Job = async ({ db, log }) => {
  const days = await decideDays(db);
  if (days.length > 0) log.info({ days }, 'days decided');
};

/** Texts of services, offices and cautions that hold from now on, as staff planned them; what was due while no worker ran too. */
const texts: Job = async ({ db, log }) => {
  const held = await holdTexts(db);
  if (held > 0) log.info({ held }, 'planned texts hold');
};

const sweep: Job = async ({ db }) => void (await sweepLapsed(db));

/** What became free is held for the first who waits for it (空き待ち); offers that were let pass go to the next one. */
const waiting: Job = async ({ db, log }) => {
  const { settled, offered } = await passOn(db);
  if (settled + offered > 0) log.info({ settled, offered }, 'places offered');
};

/** Where every card is must be the end of its movements; where it is not, somebody wrote beside the ledger: told, never repaired. */
const custody: Job = async (context) => {
  const wrong = await custodyFaults(context.db);
  await alarm(context, 'custody-differs', wrong.length > 0, { cards: wrong.length });
};

/**
 * New days at the far end of the calendar; then whether what lies before it is what the rules say, told and never repaired silently, and whether
 * the holidays up to the far end are in the table at all.
 */
const horizon: Job = async (context) => {
  const { db, clock, log } = context;
  const { days, slots } = await db.transaction((tx) => extendHorizon(tx, clock));
  log.info({ days, slots }, 'horizon moved');
  const differing = await readDifferences(db, clock);
  await alarm(context, 'calendar-differs', differing.length > 0, { counters: differing.length });
  const day = today(clock);
  const { holidays } = await readState(db);
  const year = yearWithoutHolidays(holidays, day.year, dateAfter(day, HORIZON_DAYS).year);
  await alarm(context, 'holidays-short', year !== undefined, year === undefined ? {} : { year });
};

/** Goes on with a publish whose process died; the desk does its own as long as it lives. */
const publish: Job = async ({ db, clock }) => void (await finishPublish(db, clock));

/**
 * Cards whose time is over are counted for 対応が必要, the lists themselves are always of now; how many cards are kept, month by month; and which lie where they
 * were sent for a visit. Each is done whether or not the one before could be: a card that no night found is told on its own page alone.
 */
const due: Job = async ({ db }) => {
  try {
    await recountDue(db);
  } finally {
    try {
      await countMonthEnds(db);
    } finally {
      await noteShelvedAway(db);
    }
  }
};

/** Cards whose notice goes out today, as a list said ahead: they may be booked from now on. */
const posted: Job = async ({ db, log }) => {
  const cards = await noticeDaysCame(db);
  if (cards > 0) log.info({ cards }, 'days of posting came');
};

/** Cards of the next open day's visits that will not be there: an alarm from the city's hour of the evening on, until each is mended. */
const ready: Job = async (context) => {
  const cards = await countNotReady(context.db);
  await alarm(context, 'cards-not-ready', cards > 0, { cards });
};

/** How busy the counters are, in a word each: once for each ten minutes, whenever in them it comes to it. */
const busy: Job = async ({ db }) => void (await keepWords(db));

/** Goes on with files of reservations taken before going live, and books those whose card has come. */
const former: Job = async ({ db }) => finishFormer(db);

const expire: Job = async ({ db, sealer, log }) => {
  const scratch = await sweepScratch().catch(() => 0);
  log.info({ ...(await expireAll(db, sealer)), scratch }, 'expired');
};

/** Name → when (cron, UTC), how long after a missed time it is made up for, and what. */
export const JOBS = {
  seal: { when: '* * * * *', makeUpMs: 0, run: seal },
  watch: { when: '* * * * *', makeUpMs: 0, run: watch },
  beats: { when: '* * * * *', makeUpMs: 0, run: beats },
  standbys: { when: '* * * * *', makeUpMs: 0, run: standbys },
  program: { when: '*/5 * * * *', makeUpMs: 0, run: program },
  analyse: { when: '20 * * * *', makeUpMs: 0, run: analyse },
  sweep: { when: '*/5 * * * *', makeUpMs: 0, run: sweep },
  // Looks every ten minutes whether the city's hour has come; made up for by itself.
  remind: { when: '*/10 * * * *', makeUpMs: 0, run: remind },
  // The same of the hour of the end of a day.
  decide: { when: '*/10 * * * *', makeUpMs: 0, run: decide },
  texts: { when: '* * * * *', makeUpMs: 0, run: texts },
  waiting: { when: '* * * * *', makeUpMs: 0, run: waiting },
  busy: { when: '* * * * *', makeUpMs: 0, run: busy },
  former: { when: '* * * * *', makeUpMs: 0, run: former },
  publish: { when: '* * * * *', makeUpMs: 0, run: publish },
  // What is looked at follows from the city's hour; mended, the alarm is gone with the next look.
  ready: { when: '*/5 * * * *', makeUpMs: 0, run: ready },
  // Often, so that the alarm ends soon after a new one was put in place.
  certificate: { when: '40 * * * *', makeUpMs: 0, run: certificate },
  custody: { when: dailyAt(1, 40), makeUpMs: 20 * HOUR_MS, run: custody },
  horizon: { when: dailyAt(1, 10), makeUpMs: 20 * HOUR_MS, run: horizon },
  components: { when: dailyAt(6, 10), makeUpMs: 20 * HOUR_MS, run: components },
  backup: { when: dailyAt(3, 20), makeUpMs: 20 * HOUR_MS, run: backup },
  follow: { when: '*/5 * * * *', makeUpMs: 0, run: follow },
  // From two minutes past midnight on: a card that somebody works on is taken an hour later.
  posted: { when: '2 * * * *', makeUpMs: 0, run: posted },
  due: { when: dailyAt(0, 10), makeUpMs: 20 * HOUR_MS, run: due },
  expire: { when: dailyAt(2, 30), makeUpMs: 20 * HOUR_MS, run: expire },
} as const satisfies Record<string, { when: string; makeUpMs: number; run: Job }>;

export type JobName = keyof typeof JOBS;
