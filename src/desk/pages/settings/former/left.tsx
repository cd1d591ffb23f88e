import type { LeftBooking } from '../../../../intake/former/left.ts';
import { reasonWords } from '../../../../intake/former/words.ts';
import { clockTime, longDate } from '../../../../lib/dates/format.ts';
import { Button, PostForm, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { showPhone } from '../../../../lib/values/contact.ts';
import { grouped } from '../../../../lib/values/numbers.ts';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';

const whoWords = ({ people }: LeftBooking): string =>
  people === null ? '' : people.map(({ name, noticeId }) => (noticeId === null ? name : `${name}（${noticeId}）`)).join('、');

const whenWords = ({ hidden, day, startMinute, officeName }: LeftBooking): string =>
  hidden
    ? '支援措置'
    : day === null || startMinute === null
      ? ''
      : `${longDate(day)} ${clockTime(startMinute)}　${officeName ?? ''}`;

/** Whom a file could not book, with how to reach them, until somebody has. */
export function LeftBookings({ ask, importId, left }: { ask: SignedAsk; importId: number; left: readonly LeftBooking[] }) {
  if (left.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="left">
      <h2 id="left">登録できなかった予約　{grouped(left.length)}件</h2>
      <Says>
        予約された方に電話をして、電話予約で登録するか、来庁できないことを伝えてください。終わったら「対応済みにする」を押します。氏名と連絡先は、対応済みにしたとき、または予約の日の31日後に消えます。
      </Says>
      <Table
        caption="登録できなかった予約"
        wide
        columns={['以前の予約番号', wholeCol('日時'), '氏名（交付通知書ID）', wholeCol('電話'), 'メール', '備考', '理由', '']}
        rows={left.map((one) => [
          one.number,
          whenWords(one),
          whoWords(one),
          one.phone === null ? '' : showPhone(one.phone),
          one.mail ?? '',
          one.remark ?? '',
          reasonWords(one.reason),
          one.hidden ? (
            '権限のある職員が対応します。'
          ) : (
            <PostForm action={paths.settleFormer(importId)} token={ask.token} hidden={{ booking: String(one.id) }}>
              <Button kind="second">
                対応済みにする<span class="unseen">：{one.number}</span>
              </Button>
            </PostForm>
          ),
        ])}
      />
    </section>
  );
}
