import type { Card } from '../../../cards/read.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can, type Right } from '../../../staff/rights.ts';
import type { Session } from '../../../staff/sessions.ts';
import type { May } from '../../parts/may.tsx';
import { paths, withQuery } from '../../paths.ts';
import { whereaboutsMay } from './missing.tsx';

/**
 * What may be done with a card and its live reservation, in the order a clerk needs it. Pure; the acts themselves decide again.
 * What the account has no right to is not listed at all. `kept`: beyond its years. `noticeOut`: its notice was posted and is not back.
 */
export function whatMayBeDone(
  session: Session,
  card: Card,
  live: ReservationRow | undefined,
  { kept, noticeOut }: { kept: boolean; noticeOut: boolean },
): May[] {
  const list: May[] = [];
  const add = (right: Right, may: May) => {
    if (can(session, right)) list.push(may);
  };
  if (live === undefined) {
    const bookable = card.isOpen && card.bookableBy !== 'nobody';
    add(
      'booking.make',
      bookable
        ? { words: '電話で予約を受ける', href: withQuery(paths.booking, { card: card.id }) }
        : { words: '予約を受ける', why: `交付状況が「${card.statusName}」のあいだは、できません` },
    );
    if (bookable) add('counter.act', { words: '窓口で受け付ける', href: withQuery(paths.walkIn, { card: card.id }) });
  } else {
    const came = live.members.some(({ outcome }) => outcome !== null);
    add(
      'booking.make',
      live.changeable
        ? { words: '予約の日時・場所を変更する', href: paths.move(live.id) }
        : {
            words: '予約の日時・場所を変更する',
            why: came ? '来庁の記録があるため、できません' : '変更できる期限を過ぎています',
          },
    );
    add(
      'booking.make',
      came
        ? { words: '予約を取り消す', why: '来庁の記録があるため、できません' }
        : { words: '予約を取り消す', href: paths.cancel(live.id) },
    );
    add(
      'booking.make',
      live.mail === null
        ? { words: 'メールアドレスを登録する', href: paths.mail(live.id) }
        : { words: '案内メールの再送・宛先の変更', href: paths.mail(live.id) },
    );
  }
  if (live !== undefined && !live.members.some(({ outcome }) => outcome === 'arrived'))
    add('counter.act', { words: '交付済にする', why: `受け取り日（${shortDate(live.day)}）に、受付をしてからできます` });
  add(
    'people.status',
    card.statusCategory === 'booked'
      ? { words: '交付状況を変更する', why: '予約があるあいだは、できません。先に予約を取り消します' }
      : { words: '交付状況を変更する', href: paths.status(card.id) },
  );
  if (noticeOut) add('people.status', { words: '交付通知書の返戻を記録する', href: paths.noticeBack(card.id) });
  if (!kept) add('cards.keep', { words: '保存年数を過ぎても残す', href: paths.keepCard(card.id) });
  return [...list, ...whereaboutsMay(session, card)];
}
