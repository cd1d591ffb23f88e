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

/** What staff wrote about the holder: the newest to be written anew, the earlier ones below. */
export function Remarks({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const [newest, ...earlier] = props.remarks;
  return (
    <Section id="remarks" title="備考">
      {newest === undefined ? (
        <p class="soft">備考はありません。</p>
      ) : (
        <ul class="remarks">
          <li>
            <span class="remark-body">{newest.body}</span>
            <span class="sub">
              {deskMoment(newest.at)}　{newest.staffName}
              {writtenOn(newest)}
            </span>
          </li>
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
              <li>
                <span class="remark-body">{remark.body}</span>
                <span class="sub">
                  {deskMoment(remark.at)}　{remark.staffName}
                  {writtenOn(remark)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
