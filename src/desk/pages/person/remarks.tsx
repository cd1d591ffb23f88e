import type { Remark } from '../../../cards/read.ts';
import { REMARK_LONGEST } from '../../../cards/remark.ts';
import { FormFields, form, text } from '../../../lib/form/index.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { stateOf } from '../../parts/form.tsx';
import { OneRemark } from '../../parts/remark.tsx';
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

/** A version as this card shows it. */
const One = ({ ask, props: { card, kept, remarks }, remark }: { ask: SignedAsk; props: PersonProps; remark: Remark }) => (
  <OneRemark ask={ask} remark={remark} all={remarks} action={paths.withdrawRemark(card.id)} kept={kept !== undefined} />
);

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
          <One ask={ask} props={props} remark={newest} />
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
              <One ask={ask} props={props} remark={remark} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
