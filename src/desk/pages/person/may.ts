import { reasonWords, whyNotBookable } from '../../../cards/bookable.ts';
import type { Card } from '../../../cards/read.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { can, type Right } from '../../../staff/rights.ts';
import type { Session } from '../../../staff/sessions.ts';
import { bookedMay } from '../../parts/booked-may.ts';
import type { May } from '../../parts/may.tsx';
import { paths, withQuery } from '../../paths.ts';
import { whereaboutsMay } from './missing.tsx';
import type { VisitOfCard } from './props.ts';

/** In place of what may be done with a visit that is hidden, as the board says it. */
export const HIDDEN_VISIT = '表示を制限している方がいる予約です。担当の職員が対応します';

/**
 * What may be done with a card and its live reservation, in the order a clerk needs it. Pure; the acts themselves decide again.
 * What the account has no right to is not listed at all. `kept`: beyond its years. `noticeOut`: its notice was posted and is not back. `waits`: the city keeps a waiting list. A visit whose day is over before
 * `today` is in no booking's way.
 */
export function whatMayBeDone(
  session: Session,
  card: Card,
  live: VisitOfCard | undefined,
  { kept, noticeOut, waits, today }: { kept: boolean; noticeOut: boolean; waits: boolean; today: string },
): May[] {
  const list: May[] = [];
  const add = (right: Right, may: May) => {
    if (can(session, right)) list.push(may);
  };
  const over = live !== undefined && live.day < today;
  if (live === undefined || over) {
    const why = whyNotBookable(card);
    add(
      'booking.make',
      why === undefined
        ? { words: '電話で予約を受ける', href: withQuery(paths.booking, { card: card.id }) }
        : { words: '予約を受ける', why: `${why}のあいだは、できません` },
    );
    if (why === undefined) add('counter.act', { words: '窓口で受付する', href: withQuery(paths.walkIn, { card: card.id }) });
    if (why === undefined && waits)
      add(
        'booking.make',
        card.notOnTheWeb === null
          ? { words: '空き待ちに登録する', href: withQuery(paths.waitingNew, { card: card.id }) }
          : { words: '空き待ちに登録する', why: `${reasonWords(card.notOnTheWeb, card.statusName)}のあいだは、できません` },
      );
  }
  if (live?.hidden === true) add('booking.make', { words: '予約を変更する・取り消す', why: HIDDEN_VISIT });
  if (live?.hidden === false) {
    const { move, cancel, mail } = bookedMay(live, '予約の');
    for (const may of [move, cancel, mail]) add('booking.make', may);
  }
  if (live !== undefined && !over && !live.members.some(({ outcome }) => outcome === 'arrived'))
    add('counter.act', { words: '交付済にする', why: `受け取り日（${shortDate(live.day)}）に、受付をしてからできます` });
  add(
    'people.status',
    card.isBooked
      ? { words: '交付状況を変更する', why: '予約があるあいだは、できません。先に予約を取り消します' }
      : { words: '交付状況を変更する', href: paths.status(card.id) },
  );
  if (noticeOut) add('people.status', { words: '交付通知書の返戻を記録する', href: paths.noticeBack(card.id) });
  if (!kept) add('cards.keep', { words: '保存年数を過ぎても残す', href: paths.keepCard(card.id) });
  if (can(session, 'cards.protected'))
    add('cards.protect', { words: card.protected ? '支援措置を解除する' : '支援措置を登録する', href: paths.protect(card.id) });
  return [...list, ...whereaboutsMay(session, card)];
}
