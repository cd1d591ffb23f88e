import type { TakenDay } from '../calendar/taken.ts';
import type { PaperGroup } from '../reservations/papers.ts';
import type { DayKind, Part } from '../waiting/acts.ts';

/** A visit as a letter tells of it; texts as they are shown to the reader. */
export type Visit = {
  number: string;
  service: string;
  /** A card waits for who comes; else letters speak of none. */
  needsCard: boolean;
  office: string;
  address: string;
  /** 2026-11-23 */
  day: string;
  /** Minutes since midnight. */
  startMinute: number;
  /** How many minutes before their time they are asked to come; 0: nothing is said. */
  arrive: number;
  people: number;
  /** How many minutes it takes at the counter; 0: nothing is said. */
  takes: number;
  bring: readonly string[];
  /** Each one's own, where several come. */
  papers: readonly PaperGroup[];
  phone: string;
  /** Until when it may be changed or cancelled on the web; null: only by telephone. */
  changeUntil: Date | null;
};

/** What a calendar entry needs of a visit. */
export type EntryVisit = Pick<
  Visit,
  'number' | 'service' | 'office' | 'address' | 'arrive' | 'people' | 'bring' | 'papers' | 'phone'
>;

/** Why a confirmation goes out a second time: it was asked for, or staff registered another address. */
export type Again = 'resent' | 'address';

/** What somebody waits for (空き待ち), as a letter tells of it. */
type Wait = {
  service: string;
  offices: readonly string[];
  /** JST days. */
  from: string;
  to: string;
  kinds: readonly DayKind[];
  parts: readonly Part[];
  /** In minutes: what ends after it is of the evening. */
  usualEnd: number;
  people: number;
  phone: string;
  /** One or several of the party have a booking now: the others wait on, where they stood. */
  rest?: boolean;
  /** What they wait for, or how they are reached, was changed. */
  changed?: boolean;
  /** The booking beside which they wait for an earlier time. */
  booking?: Moment | null;
};

/** A day (JST) and a minute of it. */
type Moment = { day: string; startMinute: number };

/** A time that is held for who waited. */
type Offer = Pick<Visit, 'service' | 'office' | 'address' | 'day' | 'startMinute' | 'people' | 'phone'> & {
  /** The booking it may be moved from; none: they have none yet. */
  booking?: Moment | null;
};

/** Why waiting ended, where nothing else says so. */
export type WaitEnd = 'left' | 'days' | 'card' | 'silent';

/** Why a counter is shut for a visit: a closing with the reason staff gave, or what the rules say of its day since they were changed. */
export type WhyShut = { by: 'closing'; reason: string } | TakenDay;

/** The words of one language. Instants are handed in; how a day or an hour is said is the language's own. */
export type Words = {
  /** `code`: the six digits to type where the reader began, and until when; null: none any more. */
  link(facts: { url: string; service: string; until: Date; phone: string; code: { digits: string; until: Date } | null }): Text;
  // Of a visit: `url` null where all of it goes through staff (支援措置): what to do is said by telephone.
  /** `shut`: the visit is 要振替, and may be put elsewhere whatever the deadline was. */
  'manage-link'(visit: Visit, url: string | null, shut: boolean): Text;
  /** `again`: it was sent before; the reader must not take it for another booking. */
  booked(visit: Visit, url: string | null, again: Again | null): Text;
  changed(visit: Visit, url: string | null): Text;
  cancelled(visit: Visit, url: string | null): Text;
  /** `daysAhead` 0: the visit is today. */
  reminder(visit: Visit, url: string | null, daysAhead: number): Text;
  /** `party`: of how many people the visit was, where only those it tells of did not come; null: nobody came. */
  'no-show'(visit: Visit, url: string | null, party: number | null): Text;
  /**
   * `why`: what shuts the counter, said so. `priority`: until when places are set aside for those whose
   * visit was taken away; null: none are.
   */
  'closed-day'(visit: Visit, url: string | null, why: WhyShut, priority: Date | null): Text;
  /**
   * A text by staff, as they wrote it for the reader's language, else in Japanese. `visit`: told below it; null: not. `shut`: it is 要振替, and its reader is told not to come. `url`: the
   * first page of the site.
   */
  mailing(subject: string, body: string, visit: Visit | null, shut: boolean, url: string | null): Text;
  /** Come as planned: the window opens again, or this visit is kept. */
  reopened(visit: Visit, url: string | null): Text;
  /** `url`: to see and leave the list. */
  waiting(wait: Wait, url: string): Text;
  /** `url`: takes the time, once. */
  'waiting-offer'(offer: Offer, url: string, until: Date): Text;
  /** `booking`: what they have and keep; null: none. `url`: the first page of the site, or where a booking is seen. */
  'waiting-over'(why: WaitEnd, facts: { service: string; phone: string; booking?: Moment | null }, url: string): Text;
  /** A visit in the reader's own calendar. `url`: the page that asks who one is; calendars are shared, so never one with a secret; null: none. `cancelled`: it takes the entry away. */
  entry(
    visit: EntryVisit,
    url: string | null,
    cancelled?: boolean,
  ): { summary: string; place: string; notes: string[]; alarm: string };
};

export type Text = { subject: string; text: string };
