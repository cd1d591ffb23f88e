import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import type { BookRefusal, MoveRefusal } from '../../../reservations/acts.ts';
import type { Chosen } from '../../parts/places.ts';
import type { CallProblem } from '../../parts/read-box.tsx';
import { said } from '../../parts/words.ts';

/** What is said of a place that could not be had: which it was, why, what stays, and what to do. */
export function lostWords(chosen: Chosen | undefined, reason: BookRefusal | MoveRefusal, stillHeld: boolean): CallProblem {
  const stays = stillHeld ? '前に選んだ枠は、確保したままです。' : '';
  const words = `${said(reason) ?? '予約できませんでした。もう一度操作してください。'}${stays}入力した内容は残っています。`;
  if (chosen === undefined) return { title: '予約できませんでした', words };
  const { day, startMinute } = chosen;
  return {
    title: `${shortDate(day)} ${clockTime(startMinute)}は予約できませんでした`,
    words,
    near: { day, startMinute },
  };
}
