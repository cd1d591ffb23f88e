import { recordLook } from '../../../audit/view.ts';
import type { CallState } from '../../../counter/calls.ts';
import { NOT_READY_STEPS, NOT_READY_WORDS, type NotReady, readNotReady } from '../../../counter/not-ready.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Office } from '../../../offices/read.ts';
import { can } from '../../../staff/rights.ts';
import { readCallsDue } from '../../../waiting/read.ts';
import type { Waiting } from '../../menu.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** A kind as it is shown; `everywhere`: it is of no office, and counted of all beside an office. */
export type Shown = Waiting & { everywhere: boolean };

/** Somebody who waits: until when, what for, whom to ring, and the next step. */
export type Person = {
  /** Of the page's own day or another: the time, with its day. */
  until: { day: string; minute: number };
  /** A hold that has not ended: its last minute is one still. */
  stands?: boolean;
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
const FEW = 8;

const lackingCard = ({
  reservationId,
  cardId,
  office,
  day,
  startMinute,
  who,
  why,
  phone,
  language,
  ...state
}: NotReady): Person => ({
  until: { day, minute: startMinute },
  name: printable(who.name).text,
  protected: state.protected,
  says: `${office}に来庁されます。カードは「${NOT_READY_WORDS[why]}」です。来庁の前に電話してください。`,
  phone,
  language,
  step: NOT_READY_STEPS[why],
  href: cardId === null ? paths.reservation(reservationId) : paths.person(cardId),
  call: { reservationId, state },
});

const idOf = (office: Office | undefined): number | null => office?.id ?? null;

const notReady = async (ask: SignedAsk, office: Office | undefined): Promise<Person[]> =>
  (await readNotReady(ask.db, viewerOf(ask), idOf(office))).filter(({ told }) => !told).map(lackingCard);

async function toRing(ask: SignedAsk, at: Office | undefined): Promise<Person[]> {
  return (await readCallsDue(ask.db, viewerOf(ask), idOf(at), FEW + 1)).map(
    ({ id, who, office, day, startMinute, until, phone, language, ...person }) => ({
      until: { day: cityDay(until), minute: cityMinute(until) },
      stands: true,
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

/** Who is behind a count, by its words. */
const READERS: Readonly<Record<string, typeof notReady>> = {
  カードがそろっていない来庁: notReady,
  空き待ちの方への電話: toRing,
};

/**
 * The people behind what is due today, by the words of their kind, where they are few; the one whose time comes first stands first. They stand in place of the
 * number, so where they are not exactly as many, it stays.
 */
export async function peopleDue(
  ask: SignedAsk,
  waits: readonly Shown[],
  office: Office | undefined,
): Promise<ReadonlyMap<string, readonly Person[]>> {
  const kinds = await Promise.all(
    waits.map(async ({ words, count }) => {
      const read = READERS[words];
      const people = read === undefined || count === 0 || count > FEW ? [] : await read(ask, office);
      return people.length > 0 && people.length === count ? [[words, people] as const] : [];
    }),
  );
  const few = kinds.flat();
  await looked(
    ask,
    few.reduce((sum, [, people]) => sum + people.length, 0),
  );
  return new Map(few);
}

/** The log says that somebody saw so many people. */
export async function looked(ask: SignedAsk, hits: number): Promise<void> {
  if (hits > 0) await recordLook(ask.db, ask.actor, { saw: 'search', hits });
}

/** Whom this account has taken on to ring and who still waits, wherever they come: a call is anyone's. None for who may see nobody. */
export async function readMine(ask: SignedAsk): Promise<Person[]> {
  if (!can(ask.session, 'people.see')) return [];
  const all = await readNotReady(ask.db, viewerOf(ask), null);
  const mine = all.filter(({ takenById, told }) => takenById === ask.session.accountId && !told).map(lackingCard);
  await looked(ask, mine.length);
  return mine;
}
