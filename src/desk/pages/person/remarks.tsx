import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, TextArea } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { PersonProps } from './props.ts';

/** What staff wrote about the holder: the newest to be written anew, the earlier ones below. */
export function Remarks({ ask, props }: { ask: SignedAsk; props: PersonProps }) {
  const [newest, ...earlier] = props.remarks;
  return (
    <section class="desk-section" aria-labelledby="remarks">
      <h2 id="remarks">備考</h2>
      {newest === undefined ? (
        <p class="soft">備考はありません。</p>
      ) : (
        <ul class="remarks">
          <li>
            <span class="remark-body">{newest.body}</span>
            <span class="sub">
              {deskMoment(newest.at)}　{newest.staffName}
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
          <TextArea
            name="body"
            label={newest === undefined ? '備考を書く' : '備考を書き直す'}
            need="silent"
            hint="予約と窓口の画面に出ます。前の備考は履歴に残ります。"
            value={props.typed ?? newest?.body ?? ''}
            error={props.wrong}
            rows={3}
          />
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
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
