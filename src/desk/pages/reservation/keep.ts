import { keep } from '../../../reservations/acts.ts';
import { paths } from '../../paths.ts';
import type { ReasonedAct } from './with-reason.tsx';

/** 来所扱い: the visit stays though its slot is shut. */
export const KEEP: ReasonedAct = {
  path: paths.keep,
  title: '来所扱いの確認',
  heading: '閉じた日時のまま、お受けしますか',
  says: ({ mail }) =>
    `窓口は閉じたままですが、この方だけお受けします。受け付ける職員がいることを、確かめてください。${mail === null ? '電話でお伝えください。' : `${mail} へ、「予定どおりお越しください」とメールを送ります。`}`,
  example: 'ご本人の希望で、職員が窓口で待つ',
  button: { words: '来所扱いにする', kind: 'first' },
  needless: ({ needsMoving }) => (needsMoving ? undefined : 'not_needed'),
  act: keep,
  done: 'kept',
};
