import { recordLook } from '../../../audit/view.ts';
import { NOT_READY_STEPS, NOT_READY_WORDS, readNotReady } from '../../../counter/not-ready.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { listEntries } from '../../../waiting/read.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** Somebody who waits: until when, what for, whom to ring, and the next step. */
export type Person = {
  /** Of the page's own day or another: the time, with its day. */
  until: { day: string; minute: number };
  name: string;
  says: string;
  /** null: this viewer is not told; '': none is recorded. */
  phone: string | null;
  step: string;
  href: string;
};

/** More of a kind stay one line that leads to their list. */
const FEW = 3;

async function notReady(ask: SignedAsk): Promise<Person[]> {
  return (await readNotReady(ask.db, viewerOf(ask), null)).map(
    ({ reservationId, cardId, office, day, startMinute, who, why, phone }) => ({
      until: { day, minute: startMinute },
      name: printable(who.name).text,
      says: `${office}に来庁されます。カードは「${NOT_READY_WORDS[why]}」です。来庁の前に電話してください。`,
      phone,
      step: why === 'missing' ? 'カードを捜す' : NOT_READY_STEPS[why],
      href: cardId === null ? paths.reservation(reservationId) : paths.person(cardId),
    }),
  );
}

async function toRing(ask: SignedAsk): Promise<Person[]> {
  return (await listEntries(ask.db, viewerOf(ask), true)).flatMap(({ id, who, offer, mail, phone }) =>
    who === null || offer === null || mail !== null
      ? []
      : [
          {
            until: { day: cityDay(offer.until), minute: cityMinute(offer.until) },
            name: printable(who.name).text,
            says: `${offer.office}の${shortDate(offer.day)}${clockTime(offer.startMinute)}の枠を確保しています。期限までに電話してください。`,
            phone,
            step: '電話の結果を記録する',
            href: paths.waitingEntry(id),
          },
        ],
  );
}

/** The people behind what is due today, by the address of their list, where they are few; the one whose time comes first stands first. */
export async function peopleDue(ask: SignedAsk): Promise<ReadonlyMap<string, readonly Person[]>> {
  const kinds = await Promise.all([
    can(ask.session, 'people.see') ? notReady(ask).then((people) => [paths.list('not-ready'), people] as const) : null,
    can(ask.session, 'booking.make') ? toRing(ask).then((people) => [paths.waiting, people] as const) : null,
  ]);
  const few = kinds.flatMap((kind) => (kind !== null && kind[1].length > 0 && kind[1].length <= FEW ? [kind] : []));
  const hits = few.reduce((sum, [, people]) => sum + people.length, 0);
  if (hits > 0) await recordLook(ask.db, ask.actor, { saw: 'search', hits });
  return new Map(few);
}
