import type { Remark } from '../../../cards/read.ts';
import { REMARK_LONGEST } from '../../../cards/remark.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields, form, text } from '../../../lib/form/index.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { stateOf } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { PersonProps } from './props.ts';

/** A remark; left empty, the one before no longer holds. `anew`: there is one. */
export const remarkForm = (anew: boolean) =>
  form<{ body: string }>({
    body: text(anew ? '備考を書き直す' : '備考を書く', REMARK_LONGEST, {
      called: '備考',
      need: 'silent',
      hint: '予約と窓口の画面に出ます。前の備考は履歴に残ります。',
      rows: 3,
    }).or(''),
  });

/** Where it was written, if not on this card. */
const writtenOn = ({ writtenOn: id }: Remark): string =>
  id === null ? '' : id === '' ? '　カードのない予約で記入' : `　別のカード（${id}）で記入`;

/** Who may say that what another wrote is of somebody else: who judges what is kept of a card. */
export const mayWithdrawAny = (ask: SignedAsk): boolean => can(ask.session, 'cards.keep');

/** One remark with its way out, where it was written of the wrong person: then its words are kept nowhere. */
function OneRemark({ ask, props: { card, kept }, remark }: { ask: SignedAsk; props: PersonProps; remark: Remark }) {
  const mine = remark.staffId === ask.session.accountId || mayWithdrawAny(ask);
  const may =
    can(ask.session, 'people.remark') && mine && kept === undefined && remark.withdrawnAt === null && remark.body !== '';
  return (
    <li>
      <span class="remark-body">{remark.withdrawnAt === null ? remark.body : '取り消し'}</span>
      <span class="sub">
        {deskMoment(remark.at)}　{remark.staffName}
        {writtenOn(remark)}
        {remark.withdrawnAt !== null && `　${deskMoment(remark.withdrawnAt)}　${remark.withdrawnBy ?? ''}が取り消し`}
      </span>
      {may && (
        <PostForm action={paths.withdrawRemark(card.id)} token={ask.token} hidden={{ remark: String(remark.id) }}>
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

/** What staff wrote about the holder: the newest to be written anew, the earlier ones and those withdrawn below. */
export function Remarks({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const newest = props.remarks.find(({ withdrawnAt }) => withdrawnAt === null);
  const earlier = props.remarks.filter((remark) => remark !== newest);
  return (
    <Section id="remarks" title="備考">
      {newest === undefined ? (
        <p class="soft">備考はありません。</p>
      ) : (
        <ul class="remarks">
          <OneRemark ask={ask} props={props} remark={newest} />
        </ul>
      )}
      {can(ask.session, 'people.remark') && (
        <PostForm
          action={paths.remark(props.card.id)}
          token={ask.token}
          hidden={{ from: newest === undefined ? '' : String(newest.id) }}
        >
          <FormFields form={remarkForm(newest !== undefined)} state={stateOf(ask, { body: newest?.body ?? '' }, props.errors)} />
          <p class="acts">
            <Button kind="second">備考を残す</Button>
          </p>
        </PostForm>
      )}
      {earlier.length > 0 && (
        <>
          <h3 class="remarks-before">前の備考</h3>
          <ul class="remarks">
            {earlier.map((remark) => (
              <OneRemark ask={ask} props={props} remark={remark} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
