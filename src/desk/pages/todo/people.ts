import { recordLook } from '../../../audit/view.ts';
import type { CallState } from '../../../counter/calls.ts';
import { NOT_READY_STEPS, NOT_READY_WORDS, readNotReady } from '../../../counter/not-ready.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { readCallsDue } from '../../../waiting/read.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** Somebody who waits: until when, what for, whom to ring, and the next step. */
export type Person = {
  /** Of the page's own day or another: the time, with its day. */
  until: { day: string; minute: number };
  name: string;
  /** Under 支援措置. */
  protected: boolean;
  says: string;
  /** null: this viewer is not told; '': none is recorded. */
  phone: string | null;
  /** What they booked in. */
  language: string;
  step: string;
  href: string;
  /** Of a visit that lacks its card: what came of ringing, and who has it. */
  call?: { reservationId: string; state: CallState } | undefined;
};

/** More of a kind stay one line that leads to their list. */
const FEW = 3;

async function notReady(ask: SignedAsk): Promise<Person[]> {
  return (await readNotReady(ask.db, viewerOf(ask), null)).map(
    ({ reservationId, cardId, office, day, startMinute, who, why, phone, language, ...state }) => ({
      until: { day, minute: startMinute },
      name: printable(who.name).text,
      protected: state.protected,
      says: `${office}に来庁されます。カードは「${NOT_READY_WORDS[why]}」です。来庁の前に電話してください。`,
      phone,
      language,
      step: NOT_READY_STEPS[why],
      href: cardId === null ? paths.reservation(reservationId) : paths.person(cardId),
      call: { reservationId, state },
    }),
  );
}

async function toRing(ask: SignedAsk): Promise<Person[]> {
  return (await readCallsDue(ask.db, viewerOf(ask), FEW + 1)).map(
    ({ id, who, office, day, startMinute, until, phone, language, ...person }) => ({
      until: { day: cityDay(until), minute: cityMinute(until) },
      name: printable(who.name).text,
      protected: person.protected,
      says: `${office}の${shortDate(day)}${clockTime(startMinute)}の枠を確保しています。期限までに電話してください。`,
      phone,
      language,
      step: '電話の結果を記録する',
      href: paths.waitingEntry(id),
    }),
  );
}

/** Who is behind a count, by the address of their list. */
const READERS: Readonly<Record<string, (ask: SignedAsk) => Promise<Person[]>>> = {
  [paths.list('not-ready')]: notReady,
  [paths.waiting]: toRing,
};

/**
 * The people behind what is due today, by the address of their list, where they are few; the one whose time comes first stands first. They stand in place of the
 * number, so where they are not exactly as many, it stays.
 */
export async function peopleDue(ask: SignedAsk): Promise<ReadonlyMap<string, readonly Person[]>> {
  const waiting = (await ask.counting) ?? [];
  const kinds = await Promise.all(
    waiting.map(async ({ href, count }) => {
      const read = READERS[href];
      const people = read === undefined || count === 0 || count > FEW ? [] : await read(ask);
      return people.length > 0 && people.length === count ? [[href, people] as const] : [];
    }),
  );
  const few = kinds.flat();
  const hits = few.reduce((sum, [, people]) => sum + people.length, 0);
  if (hits > 0) await recordLook(ask.db, ask.actor, { saw: 'search', hits });
  return new Map(few);
}
