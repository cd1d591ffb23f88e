import { undoKeep } from '../../../closing/undo-keep.ts';
import { keep } from '../../../reservations/acts.ts';
import { keptMayEnd } from '../../parts/booked-may.ts';
import { paths } from '../../paths.ts';
import type { ReasonedAct } from './with-reason.tsx';
import { mailedTo } from './words.ts';

/** 来所扱い: the visit stays though its slot is shut. */
export const KEEP: ReasonedAct = {
  path: paths.keep,
  kept: 'この日時のままの受付',
  title: 'この日時のまま受け付ける予約の確認',
  heading: '臨時閉庁の日時のまま、受け付けますか',
  says: (reservation) => {
    const mail = mailedTo(reservation);
    return `窓口は閉庁のままですが、この方だけお受けします。受け付ける職員がいることを、確かめてください。${mail === null ? '電話でお伝えください。' : `${mail} へ、「予定どおりお越しください」とメールを送ります。`}`;
  },
  example: 'ご本人の希望で、職員が窓口で待つ',
  button: { words: 'この日時のまま受け付ける', kind: 'first' },
  needless: ({ needsMoving }) => (needsMoving ? undefined : 'not_needed'),
  act: keep,
  done: 'kept',
};

/** The way back: the visit is 要振替 again. */
export const KEEP_NO_MORE: ReasonedAct = {
  path: paths.keptNoMore,
  kept: 'この日時のままの受付の取り消し',
  title: 'この日時のまま受け付けることの取り消し',
  heading: 'この日時のまま受け付けることを、取り消しますか',
  says: ({ mail }) =>
    `この予約は、要振替に戻ります。${mail === null ? '窓口が閉庁であることを、電話でお伝えください。' : `「予定どおりお越しください」のメールを送っていたときは、${mail} へ、受付中止のお知らせをもう一度送ります。`}`,
  example: '別の方の予約と間違えた',
  button: { words: '要振替に戻す', kind: 'danger' },
  needless: (reservation) => (keptMayEnd(reservation) ? undefined : reservation.kept ? 'visit_over' : 'not_kept'),
  act: undoKeep,
  done: 'kept-no-more',
};
