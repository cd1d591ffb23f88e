import { deskMoment } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { MailKind } from '../outbox/queue.ts';
import { contentText } from '../running/content.ts';
import { mailOfPaper } from '../running/papers.ts';
import { type CityMail, mailOfStop } from '../running/stop-notices.ts';
import { cityNow } from '../site/city.ts';
import {
  aboutReservation,
  aboutVisit,
  absentOf,
  absentStale,
  BEHIND_SECONDS,
  heldBack,
  visitOf,
  type Write,
} from './about-reservation.ts';
import { closedDay } from './closed-day.ts';
import { wordsOf } from './compose.ts';
import { type ReservationFacts, reservationFacts } from './facts.ts';
import { mailingIn, mailingText, saidAlready } from './mailings.ts';
import { langIn, startIn } from './speech.ts';
import { entered, offered, over } from './waiting.ts';

/** A text by staff to many: sent as it was written, in the reader's language where it was written in that, to whoever still has an address; stopped mailings send nothing, nor those of visits that were cancelled, or that stand where cancelled ones were chosen. */
const mailing: Write = async (tx, mail, origin) => {
  const facts = await reservationFacts(tx, mail);
  if (facts === undefined || facts.number === null) return { drop: 'no-reservation' };
  const { mailing: id } = facts.about;
  const text = id === undefined ? undefined : await mailingText(tx, id, facts.reservationId);
  if (id === undefined || text === undefined) return { drop: 'mailing-stopped' };
  if (!text.isFor) return { drop: 'no-longer-booked' };
  const held = heldBack({ ...facts, mailHeld: text.held });
  if (held !== undefined) return held;
  if (facts.mail === null) return { drop: 'no-address' };
  // Without the visit an address gets the text once, of whichever booking of it still stands.
  const said = text.withVisit ? null : await saidAlready(tx, id, mail.id, facts.mail);
  if (said === 'sent') return { drop: 'same-address' };
  if (said === 'first') return { waitSeconds: BEHIND_SECONDS };
  const visit = text.withVisit ? visitOf(facts, facts.number) : null;
  const start = facts.byStaff ? null : startIn(origin, facts.language);
  const own = mailingIn(text, facts.language);
  const words = wordsOf(facts.language).mailing(own.subject, own.body, visit, facts.needsMoving && !facts.dayOver, start);
  return { letter: { to: facts.mail, ...words, lang: langIn(own.lang), files: [] }, secrets: [] };
};

/** What was told to the city, to one of its addresses, as it was told. `of`: the key of what it is about; `term`: the fact its subject names. */
const toCity =
  (of: 'paper' | 'notice', term: string, read: (tx: Tx, id: number, address: number) => Promise<CityMail | undefined>): Write =>
  async (tx, mail) => {
    const about = await tx.row<{ id: number; address: number }>(
      sql`SELECT (about ->> ${of})::integer AS id, (about ->> 'address')::integer AS address FROM outbox.mails WHERE id = ${mail.id}`,
    );
    const found = about === undefined ? undefined : await read(tx, about.id, about.address);
    if (found === undefined || found.to === null) return { drop: 'no-paper' };
    if (found.newer === true) return { drop: 'newer-mail' };
    if (found.behind === true) return { waitSeconds: BEHIND_SECONDS };
    const { title, facts } = found.content;
    const subject = facts.find((fact) => fact.term === term)?.value ?? '';
    const said = found.saidAt === undefined ? '' : `${deskMoment(found.saidAt)} 現在\n\n`;
    const text = `${said}${contentText(found.content)}\n\n${cityNow().name} 窓口予約システムの運用から送りました。`;
    return { letter: { to: found.to, subject: `【${title}】${subject}`, text, lang: 'ja', files: [] }, secrets: [] };
  };

const booked = (facts: ReservationFacts): string | undefined =>
  facts.state === 'booked' && !facts.dayOver ? undefined : 'no-longer-booked';

const reminded = (facts: ReservationFacts): string | undefined => {
  if (facts.state !== 'booked' || facts.begun) return 'no-longer-booked';
  return facts.about.day === facts.day ? undefined : 'moved';
};

function opened({ state, needsMoving, begun, toldShut }: ReservationFacts): string | undefined {
  if (state !== 'booked' || needsMoving || begun) return 'not-open';
  return toldShut === null ? 'not-told' : undefined;
}

/** Every mail there is: when it is no longer so, whether it waits, its words and its files. */
export const LETTERS: Record<MailKind, Write> = {
  link: aboutVisit,
  'manage-link': aboutReservation({
    stale: ({ byStaff, opens }) => (byStaff ? 'by-staff' : opens ? undefined : 'no-longer-booked'),
    waitsWhileShut: false,
    words: (words, visit, { manage }, { needsMoving }) => words['manage-link'](visit, manage, needsMoving),
    calendar: undefined,
  }),
  booked: aboutReservation({
    stale: booked,
    waitsWhileShut: true,
    words: (words, visit, { manage }, { about }) => words.booked(visit, manage, about.again ?? null),
    calendar: 'PUBLISH',
  }),
  changed: aboutReservation({
    stale: (facts) => (facts.superseded ? 'newer-mail' : booked(facts)),
    waitsWhileShut: true,
    words: (words, visit, { manage }) => words.changed(visit, manage),
    calendar: 'PUBLISH',
  }),
  cancelled: aboutReservation({
    stale: ({ state, dayOver }) => (state === 'cancelled' && !dayOver ? undefined : 'not-cancelled'),
    waitsWhileShut: false,
    words: (words, visit, { start }) => words.cancelled(visit, start),
    calendar: 'CANCEL',
  }),
  reminder: aboutReservation({
    stale: reminded,
    waitsWhileShut: true,
    words: (words, visit, { manage }, { daysAhead }) => words.reminder(visit, manage, daysAhead),
    calendar: 'PUBLISH',
  }),
  'no-show': aboutReservation({
    stale: absentStale,
    waitsWhileShut: false,
    words: (words, visit, { start }, { people, absent }) =>
      absent.length === people ? words['no-show'](visit, start, null) : words['no-show'](absentOf(visit, absent), start, people),
    calendar: undefined,
  }),
  'closed-day': closedDay,
  reopened: aboutReservation({
    stale: opened,
    waitsWhileShut: false,
    waitsBehind: ({ toldShut }) => toldShut === 'telling',
    words: (words, visit, { manage }) => words.reopened(visit, manage),
    calendar: 'PUBLISH',
  }),
  mailing,
  waiting: entered,
  'waiting-offer': offered,
  'waiting-over': over,
  'fault-report': toCity('paper', '件名', mailOfPaper),
  'stop-notice': toCity('notice', '開始', mailOfStop),
};
