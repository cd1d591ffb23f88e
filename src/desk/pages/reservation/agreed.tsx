import { factsOf, languageOf } from '../../../languages/index.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Table } from '../../../lib/html/index.ts';
import type { Agreed, AgreedAt } from '../../../reservations/agreed.ts';
import { languageWords } from '../../parts/language.ts';

const ACT_WORDS: Record<AgreedAt, string> = { booked: '予約', moved: '日時の変更', joined: '来庁者の追加' };

/** Which cautions the citizen ticked, as they read then (§8(3)⑨). */
export function AgreedTo({ agreed }: { agreed: readonly Agreed[] }) {
  return (
    <section class="desk-section" aria-labelledby="agreed">
      <h2 id="agreed">ご本人が確かめた注意</h2>
      <Table
        caption="ご本人がウェブで確かめた注意"
        empty="記録はありません。ウェブの予約で印を付けた文だけを記録します。電話・窓口の予約と、記録を始める前の予約には、記録がありません。"
        columns={[{ head: '文' }, { head: '対象' }, { head: '確かめた日時', whole: true }, { head: '言語', whole: true }]}
        rows={agreed.map(({ body, said, past, concerns, act, at, language, version }) => [
          <>
            {body}
            {said !== null && (
              <span class="sub" lang={factsOf(languageOf(language)).lang}>
                {said}
              </span>
            )}
            <span class="sub">
              第{version}版{past && '（現在は別の文、または非表示です）'}
            </span>
          </>,
          concerns,
          <>
            {deskMoment(at)}
            <span class="sub">{ACT_WORDS[act]}のとき</span>
          </>,
          languageWords(language),
        ])}
      />
    </section>
  );
}
