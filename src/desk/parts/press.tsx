import type { LatestAct, OutcomeCode } from '../../counter/acts.ts';
import type { AsksFirst } from '../../counter/handing.ts';
import { outcomeWords } from '../../counter/words.ts';
import { PostForm } from '../../lib/html/index.ts';
import { paths, withQuery } from '../paths.ts';

/** Where a press leads back to: an office and day of the board and the part of it, or a card's page. */
type PressBack = Record<string, string>;

type PressProps = {
  token: string;
  reservationId: string;
  position: number;
  outcome: OutcomeCode | null;
  /** Its service hands over a card; else it is done when it is done. */
  needsCard: boolean;
  /** What is asked on a page of its own before their card is handed over. */
  asksFirst: AsksFirst;
  act: LatestAct | null;
  /** Others of the party who have not come yet either: received with the same press. */
  party: readonly number[];
  /** All of the party who are at the counter: handed over to with the same press. */
  here: readonly number[];
  /** Whose button it is: read aloud behind its words. */
  who: string;
  /** The card that is missing, where it is: looked for before its visitor is received, and before it is handed over. */
  lookedFor?: number | null;
  /** Its time has come: 未来庁 may be recorded. */
  begun: boolean;
  /** The cursor waits at the first of receiving them, when the page opens. */
  focus?: boolean;
  back: PressBack;
};

/** What taking a press back takes back, where it is more than this person's. */
function undoWords({ people, booked }: LatestAct, outcome: OutcomeCode | null, done: string): string {
  if (booked) return '受付を取り消す';
  if (people < 2) return '元に戻す';
  return outcome === 'handed-over' ? `${people}人の${done}を元に戻す` : `${people}人の受付を元に戻す`;
}

type ButtonProps = { name: string; value: string; words: string; who: string; look: string; focus?: boolean };
const Press = ({ name, value, words, who, look, focus = false }: ButtonProps) => (
  <button type="submit" class={look} name={name} value={value} {...(focus ? { autoFocus: true } : {})}>
    {words}
    <span class="unseen">：{who}さん</span>
  </button>
);

/** To the page that keeps who receives the card, what is collected and the fee. */
const HandOverLink = ({ reservationId, position, who, back, look, words }: PressProps & { look: string; words: string }) => (
  <a class={look} href={withQuery(paths.handOver, { id: reservationId, position, ...back })}>
    {words}
    <span class="unseen">：{who}さん</span>
  </a>
);

/** Where the card is not where it should be, it is looked for first. */
const LookForCard = ({ card, who }: { card: number; who: string }) => (
  <a class="button button-stop press-first" href={paths.person(card)}>
    カードを探す
    <span class="unseen">：{who}さん</span>
  </a>
);

const ASKS_FIRST = { receiver: '受け取る方を選ぶ', 'lost-card': '紛失・手数料を記録する' };

/** The next presses for one person of a visit, and the one that takes the last back. Each is a button of its own: one press, no script. */
export function Presses(props: PressProps) {
  const { token, reservationId, position, outcome, needsCard, asksFirst, act } = props;
  const { party, here, who, lookedFor = null, begun, focus = false, back } = props;
  if (outcome !== null && outcome !== 'arrived' && act === null) return null;
  const all = party.length > 1;
  const together = here.length > 1;
  const looks = (outcome === null || outcome === 'arrived') && lookedFor !== null;
  const first = looks ? 'button button-second' : 'button press-first';
  const done = outcomeWords('handed-over', needsCard);
  return (
    <PostForm
      action={paths.press}
      token={token}
      class="presses"
      hidden={{ id: reservationId, position: String(position), from: outcome ?? '', ...back }}
    >
      {looks && <LookForCard card={lookedFor} who={who} />}
      {outcome === null && all && (
        <Press
          name="party"
          value={party.join(' ')}
          words={`${party.length}人を受付する`}
          who={who}
          look={`button button-second${looks ? '' : ' press-first'}`}
          focus={focus}
        />
      )}
      {outcome === null && (
        <Press
          name="press"
          value="arrived"
          words={all ? 'この方だけ' : '受付する'}
          who={who}
          look={`button button-second${all || looks ? '' : ' press-first'}`}
          focus={focus && !all}
        />
      )}
      {outcome === null && begun && <Press name="press" value="no-show" words="未来庁" who={who} look="button button-second" />}
      {outcome === 'arrived' && (
        <>
          {together && (
            <Press name="handed" value={here.join(' ')} words={`${here.length}人を${done}にする`} who={who} look={first} />
          )}
          {asksFirst !== null ? (
            <HandOverLink {...props} look={first} words={ASKS_FIRST[asksFirst]} />
          ) : (
            <Press
              name="press"
              value="handed-over"
              words={together ? `この方だけ${done}` : `${done}にする`}
              who={who}
              look={together ? 'button button-second' : first}
            />
          )}
          <a class="button button-second" href={withQuery(paths.incomplete, { id: reservationId, position, ...back })}>
            不備
            <span class="unseen">：{who}さん</span>
          </a>
          {needsCard && asksFirst === null && <HandOverLink {...props} look="press-undo" words="回収・手数料・代理人" />}
        </>
      )}
      {act !== null && (
        <Press name="undo" value={String(act.id)} words={undoWords(act, outcome, done)} who={who} look="press-undo" />
      )}
    </PostForm>
  );
}
