import type { Reached, Standing } from '../../../closing/affected.ts';
import { IconDone, IconHere, IconIncomplete, IconNotCome } from '../../../lib/html/index.ts';
import { State } from '../../parts/state.tsx';

/** What part of the list is looked at. */
export type Shown = 'all' | 'waiting' | 'phone';

/** What was done to a row of the list, for the top of the page. */
export const REACHED_WORDS: Record<Reached | 'noted', string> = {
  reached: '連絡したことを記録しました。',
  'not-reached': '連絡の記録を取り消しました。',
  recalled: '再開を伝えたことを記録しました。',
  'not-recalled': '再開を伝えた記録を取り消しました。',
  noted: 'メモを保存しました。',
};

const STANDING_WORDS: Record<Standing, string> = {
  waiting: '要振替',
  moved: '振替済',
  cancelled: '取消済',
  kept: 'この日時のまま',
  reopened: '再開により予約どおり',
  came: '来庁の記録あり',
};

/** Where someone on the list stands: shape and word. */
export function StandingState({ standing }: { standing: Standing }) {
  const words = STANDING_WORDS[standing];
  switch (standing) {
    case 'waiting':
      return (
        <State icon={<IconIncomplete />} look="few">
          {words}
        </State>
      );
    case 'moved':
    case 'reopened':
      return (
        <State icon={<IconDone />} look="plain">
          {words}
        </State>
      );
    case 'cancelled':
      return (
        <State icon={<IconNotCome />} look="plain">
          {words}
        </State>
      );
    case 'kept':
    case 'came':
      return <State icon={<IconHere />}>{words}</State>;
  }
}
