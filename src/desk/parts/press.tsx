import type { OutcomeCode } from '../../counter/acts.ts';
import { PostForm } from '../../lib/html/index.ts';
import { paths } from '../paths.ts';

type PressProps = {
  token: string;
  reservationId: string;
  position: number;
  outcome: OutcomeCode | null;
  /** Its service hands over a card; else it is done when it is done. */
  needsCard: boolean;
  actId: number | null;
  /** Whose button it is: read aloud behind its words. */
  who: string;
  /** Its time has come: 未来庁 may be recorded. */
  begun: boolean;
  /** Where to go back to: an office and day of the board, or a card's page. */
  back: Record<string, string>;
};

const NEXT: Record<'none' | 'arrived', { to: OutcomeCode; words: string }[]> = {
  none: [
    { to: 'arrived', words: '受付する' },
    { to: 'no-show', words: '未来庁' },
  ],
  arrived: [
    { to: 'handed-over', words: '交付済にする' },
    { to: 'incomplete', words: '不備' },
  ],
};

/** The next presses for one person of a visit, and the one that takes the last back. Each is a button of its own: one press, no script. */
export function Presses({ token, reservationId, position, outcome, needsCard, actId, who, begun, back }: PressProps) {
  const next = outcome === null ? NEXT.none : outcome === 'arrived' ? NEXT.arrived : [];
  const offered = next.filter(({ to }) => to !== 'no-show' || begun);
  return (
    <PostForm
      action={paths.press}
      token={token}
      class="presses"
      hidden={{ id: reservationId, position: String(position), from: outcome ?? '', ...back }}
    >
      {offered.map(({ to, words }, index) => (
        <button
          type="submit"
          class={`button${outcome === 'arrived' && index === 0 ? '' : ' button-second'}${index === 0 ? ' press-first' : ''}`}
          name="press"
          value={to}
        >
          {to === 'handed-over' && !needsCard ? '完了にする' : words}
          <span class="unseen">：{who}さん</span>
        </button>
      ))}
      {actId !== null && (
        <button type="submit" class="press-undo" name="undo" value={actId}>
          元に戻す
          <span class="unseen">：{who}さん</span>
        </button>
      )}
    </PostForm>
  );
}
