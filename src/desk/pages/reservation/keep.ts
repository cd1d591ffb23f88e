import { keep } from '../../../reservations/acts.ts';
import { paths } from '../../paths.ts';
import type { ReasonedAct } from './with-reason.tsx';

/** 来所扱い: the visit stays though its slot is shut. */
export const KEEP: ReasonedAct = {
  path: paths.keep,
  title: 'この日時のまま受け付ける予約の確認',
  heading: '臨時閉庁の日時のまま、受け付けますか',
  says: ({ mail }) =>
    `窓口は閉庁のままですが、この方だけお受けします。受け付ける職員がいることを、確かめてください。${mail === null ? '電話でお伝えください。' : `${mail} へ、「予定どおりお越しください」とメールを送ります。`}`,
  example: 'ご本人の希望で、職員が窓口で待つ',
  button: { words: 'この日時のまま受け付ける', kind: 'first' },
  needless: ({ needsMoving }) => (needsMoving ? undefined : 'not_needed'),
  act: keep,
  done: 'kept',
};
