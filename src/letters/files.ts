import { createHash } from 'node:crypto';
import QRCode from 'qrcode';
import { offeredCode } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { type CalendarEntry, calendarFile, type Method } from '../lib/calendar-file/write.ts';
import { cityInstant } from '../lib/dates/jst.ts';
import { withoutRuby } from '../lib/language/ruby.ts';
import type { MailFile } from '../outbox/post.ts';
import { cityNow } from '../site/city.ts';
import { managePage } from '../site/links.ts';
import { wordsOf } from './compose.ts';
import { siteIn } from './speech.ts';
import type { EntryVisit } from './words.ts';

export type CalendarVisit = EntryVisit & {
  reservationId: string;
  /** 2026-11-23, minutes since midnight, and for how long. */
  day: string;
  startMinute: number;
  minutes: number;
  language: string;
  /** It is looked at, changed and cancelled by staff alone: the entry leads nowhere. */
  byStaff?: boolean;
};

/** A day before and an hour before: papers are looked for the one, one sets out the other. */
const ALARMS = [24 * 60, 60];

/** Seconds since the start of 2021: rises from file to file whatever changed (a slot that shuts changes no reservation), and stays below 2^31 until 2089. */
const sequenceAt = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1_000) - 1_609_459_200;

/** Not the reservation's own id: a calendar is shared with families and firms. */
const uidOf = (reservationId: string): string =>
  `${createHash('sha256').update(`ics\0${reservationId}`).digest('hex').slice(0, 32)}@madoguchi`;

/**
 * The calendar file of a visit: the same from a mail and from the site. PUBLISH puts it in or changes what an earlier file put in, CANCEL takes
 * it away. It holds no link that opens anything by itself.
 * @param origin CITIZEN_ORIGIN
 */
export function visitCalendar(method: Method, visit: CalendarVisit, origin: string, now: Temporal.Instant): string {
  const cancelled = method === 'CANCEL';
  const page = visit.byStaff === true || cancelled ? null : managePage(siteIn(origin, visit.language));
  const { summary, place, notes, alarm } = wordsOf(visit.language).entry(visit, page, cancelled);
  const entry: CalendarEntry = {
    uid: uidOf(visit.reservationId),
    sequence: sequenceAt(now),
    stamp: now,
    start: cityInstant(visit.day, visit.startMinute),
    minutes: visit.minutes,
    summary,
    place,
    notes,
    organizer: withoutRuby(textIn(offeredCode(visit.language), cityNow().name)),
    ...(page === null ? {} : { url: page }),
    alarms: ALARMS.map((minutesBefore) => ({ minutesBefore, says: alarm })),
  };
  return calendarFile(method, entry);
}

/** The calendar file of a visit as an attachment of a mail. */
export const calendarAttachment = (method: Method, visit: CalendarVisit, origin: string, now: Temporal.Instant): MailFile => ({
  name: method === 'CANCEL' ? 'torikeshi.ics' : 'yoyaku.ics',
  type: `text/calendar; charset=utf-8; method=${method}`,
  content: Buffer.from(visitCalendar(method, visit, origin, now)),
});

/** The QR code of a reservation number, as the done page shows it and the counter reads it. */
export const qrAttachment = async (number: string): Promise<MailFile> => ({
  name: 'yoyaku-qr.png',
  type: 'image/png',
  content: await QRCode.toBuffer(number, { type: 'png', errorCorrectionLevel: 'M', margin: 4, scale: 8 }),
});
