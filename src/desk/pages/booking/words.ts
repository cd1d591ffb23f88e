import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import type { BookRefusal, MoveRefusal } from '../../../reservations/acts.ts';
import type { Chosen } from '../../parts/places.ts';
import type { CallProblem } from '../../parts/read-box.tsx';
import { said } from '../../parts/words.ts';
import type { BookingProps } from './props.ts';

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

/** What is said where somebody joined whom the held place does not take: it stays held for those it was. */
export function tooFew({ hold, places, party, units }: BookingProps): CallProblem | undefined {
  const chosen = places?.chosen;
  if (hold === undefined || hold.whole || chosen === undefined || chosen.id !== hold.slotId) return undefined;
  const { day, startMinute } = chosen;
  const why = chosen.outside ? 'カードの回送が間に合わない方がいます。' : `${units}人分の空きがありません。`;
  return {
    title: `${shortDate(day)} ${clockTime(startMinute)}の枠は、${party.length}人全員では予約できません`,
    words: `${why}ほかの枠を選ぶか、来庁者を減らしてください。それまでは、${hold.placed.length}人分を確保したままです。`,
    near: { day, startMinute },
  };
}
