import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import type { BookRefusal, MoveRefusal } from '../../../reservations/acts.ts';
import { notBookable, partyStands } from '../../parts/party.ts';
import type { Chosen } from '../../parts/places.ts';
import type { CallProblem } from '../../parts/read-box.tsx';
import { said } from '../../parts/words.ts';
import type { BookingProps } from './props.ts';
import { isFull } from './read.ts';

/** What is said of a place that could not be had: which it was, why, what stays, and what to do. `units`: how many places were wanted. */
export function lostWords(
  chosen: Chosen | undefined,
  reason: BookRefusal | MoveRefusal,
  { stillHeld, units }: { stillHeld: boolean; units: number },
): CallProblem {
  const stays = stillHeld ? '前に選んだ枠は、確保したままです。' : '';
  const why =
    reason === 'full' && units > 1
      ? `${units}人分の空きがありません。ほかの枠を選んでください。`
      : (said(reason) ?? '予約できませんでした。もう一度操作してください。');
  const words = `${why}${stays}入力した内容は残っています。`;
  if (chosen === undefined) return { title: '予約できませんでした', words };
  const { day, startMinute } = chosen;
  return {
    title: `${shortDate(day)} ${clockTime(startMinute)}は予約できませんでした`,
    words,
    near: { day, startMinute },
  };
}

/** What is said where somebody joined and the place is held for fewer: why, where that is known, and what stays. Nothing where what is in the way is said at that person, or a reason is asked for it. */
export function tooFew(props: BookingProps): CallProblem | undefined {
  const { hold, places, party, units } = props;
  const chosen = places?.chosen;
  if (hold === undefined || hold.whole || chosen === undefined || chosen.id !== hold.slotId) return undefined;
  if (notBookable(party).length > 0 || partyStands(party) !== undefined) return undefined;
  const { day, startMinute } = chosen;
  const when = `${shortDate(day)} ${clockTime(startMinute)}`;
  const stays = `それまでは、${hold.placed.length}人分を確保したままです。`;
  const why = chosen.outside
    ? 'カードの回送が間に合わない方がいます。'
    : isFull(props)
      ? `${units}人分の空きがありません。`
      : undefined;
  if (why === undefined)
    return {
      title: `${when}の枠は、まだ${party.length}人全員では確保していません`,
      words: `空いていれば、このまま全員分を予約できます。${stays}`,
    };
  return {
    title: `${when}の枠は、${party.length}人全員では予約できません`,
    words: `${why}ほかの枠を選ぶか、来庁者を減らしてください。${stays}`,
    near: { day, startMinute },
  };
}
