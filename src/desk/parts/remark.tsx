import type { Remark } from '../../cards/read.ts';
import { alsoIn } from '../../cards/remark.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import { Button, PostForm } from '../../lib/html/index.ts';
import { rowId } from '../../lib/values/ids.ts';
import { can } from '../../staff/rights.ts';
import type { SignedAsk } from '../route.ts';

/** Who may say that what another wrote is of somebody else: who judges what is kept of a card. */
export const mayWithdrawAny = (ask: SignedAsk): boolean => can(ask.session, 'cards.keep');

/** Where it was written, if not where it is shown. */
const writtenOn = ({ writtenOn: id }: Remark): string =>
  id === null ? '' : id === '' ? '　カードのない予約で記入' : `　別のカード（${id}）で記入`;

/** Which other versions repeat its words: withdrawn alone, they would still be read. */
const repeated = (others: readonly Remark[]): string =>
  `同じ内容が、ほかの備考（${others.map(({ at }) => deskMoment(at)).join('、')}）にもあります。別の方のことなら、それぞれ取り消してください。`;

type Props = {
  ask: SignedAsk;
  remark: Remark;
  /** All versions that are shown with it. */
  all: readonly Remark[];
  action: string;
  hidden?: Record<string, string>;
  /** A card of theirs is kept: nothing of it goes. */
  kept: boolean;
};

/** One version of a remark with its way out, where it was written of the wrong person: then this version's words are kept nowhere. */
export function OneRemark({ ask, remark, all, action, hidden, kept }: Props) {
  const mine = remark.staffId === ask.session.accountId || mayWithdrawAny(ask);
  const may = can(ask.session, 'people.remark') && mine && !kept && remark.withdrawnAt === null && remark.body !== '';
  const others = may ? alsoIn(all, remark) : [];
  return (
    <li>
      <span class="remark-body">{remark.withdrawnAt === null ? remark.body : '取り消し'}</span>
      <span class="sub">
        {deskMoment(remark.at)}　{remark.staffName}
        {writtenOn(remark)}
        {remark.withdrawnAt !== null && `　${deskMoment(remark.withdrawnAt)}　${remark.withdrawnBy ?? ''}が取り消し`}
      </span>
      {may && (
        <PostForm action={action} token={ask.token} hidden={{ ...hidden, remark: String(remark.id) }}>
          {others.length > 0 && <p class="soft">{repeated(others)}</p>}
          <label class="radio">
            <input type="checkbox" name="checked" value="yes" />
            別の方に書いた備考です（内容は、履歴にも残りません）
          </label>
          <p class="acts">
            <Button kind="stop">
              この備考を取り消す<span class="unseen">：{deskMoment(remark.at)}</span>
            </Button>
          </p>
        </PostForm>
      )}
    </li>
  );
}

const WHY = { unknown: 'no-remark', not_yours: 'remark-not-yours', kept: 'remark-kept' } as const;

/** What the address of the page says after a press to withdraw one of `all`. `work` withdraws it. */
export async function withdrawn<R extends Remark>(
  ask: SignedAsk,
  all: readonly R[],
  work: (remark: R) => Promise<{ ok: true } | { ok: false; reason: keyof typeof WHY }>,
): Promise<Record<string, string>> {
  const named = rowId(ask.body['remark']);
  const remark = all.find(({ id }) => named.ok && id === named.value);
  if (remark === undefined) return { refused: 'no-remark' };
  if (ask.body['checked'] !== 'yes') return { refused: 'remark-unchecked' };
  const others = alsoIn(all, remark);
  const gone = await work(remark);
  if (!gone.ok) return { refused: WHY[gone.reason] };
  return { done: others.length > 0 ? 'remark-withdrawn-not-all' : 'remark-withdrawn' };
}
