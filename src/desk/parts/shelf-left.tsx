import type { LeftCard } from '../../counter/expected-cards.ts';
import { MissingLink } from './missing-link.tsx';
import { scannedBirth, scannedName } from './scan-answer.tsx';

const SHOWN = 40;

const boxOf = ({ cabinet, box }: LeftCard): string => [cabinet, box].filter((part) => part !== null).join(' ') || '棚の記録なし';

/** Names that stand there more than once: the birthday tells these apart (§8(1)④b). */
const repeatedNames = (left: readonly LeftCard[]): ReadonlySet<string> =>
  new Set([...Map.groupBy(left, scannedName)].flatMap(([name, cards]) => (cards.length > 1 ? [name] : [])));

type Props = {
  left: readonly LeftCard[];
  /** Each row leads to saying that nobody finds its card; else nothing but where it lies and whose it is. */
  notThere: boolean;
  /** This page, with those links or without. */
  other: string;
  /** Where the rest stands, in a sentence. */
  rest: string;
};

/** Cards that are to be taken off their shelf, box by box as one walks along it; the next one large. */
export function ShelfLeft({ left, notThere, other, rest }: Props) {
  const repeated = repeatedNames(left);
  return (
    <>
      <ol class="scan-left">
        {left.slice(0, SHOWN).map((card, at) => {
          const before = left[at - 1];
          const same = before !== undefined && boxOf(before) === boxOf(card);
          return (
            <li class={at === 0 ? 'scan-next' : same ? '' : 'scan-box'}>
              <em>{same ? <span class="unseen">{boxOf(card)}</span> : boxOf(card)}</em> <b>{card.position ?? '－'}</b>{' '}
              <span>
                {scannedName(card)}
                {(notThere || repeated.has(scannedName(card))) && <small>{scannedBirth(card)}</small>}
                {notThere && <MissingLink card={card} />}
              </span>
              {at === 0 && <strong>次</strong>}
            </li>
          );
        })}
      </ol>
      {left.length > SHOWN && (
        <p class="soft">
          ほか{left.length - SHOWN}枚。{rest}
        </p>
      )}
      <p class="scan-foot">
        <a href={other}>{notThere ? '読み取りの画面に戻る' : '棚にないカードを記録する'}</a>
      </p>
    </>
  );
}
