import { factsOf, languageOf } from '../../../languages/index.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Agreed, AgreedAt } from '../../../reservations/agreed.ts';
import type { AgreedPapers } from '../../../reservations/needs.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { languageWords } from '../../parts/language.ts';

const ACT_WORDS: Record<AgreedAt, string> = {
  booked: '予約',
  moved: '日時の変更',
  joined: '来庁者の追加',
  answered: '来庁の事情の変更',
};

/** What is brought; said in another language, each line stands alone with how it was read. */
function Lines({ bring, said, language }: { bring: readonly string[]; said: readonly (string | null)[]; language: string }) {
  if (said.every((one) => one === null)) return <>{bring.join('、')}</>;
  return (
    <ul class="bullets">
      {bring.map((line, n) => (
        <li>
          {line}
          {typeof said[n] === 'string' && (
            <span class="sub" lang={factsOf(languageOf(language)).lang}>
              {said[n]}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

type Props = { agreed: readonly Agreed[]; papers: readonly AgreedPapers[]; members: ReservationRow['members'] };

/** Which cautions the citizen ticked, and each one's papers, as they read then (§8(3)⑨). */
export function AgreedTo({ agreed, papers, members }: Props) {
  const names = new Map(members.map(({ position, name }) => [position, printable(name).text]));
  /** Of a party whom it is for; who left it since is named by their place. */
  const whom = (who: readonly number[]): string => who.map((place) => names.get(place) ?? `${place}人目`).join('、');
  return (
    <section class="desk-section" aria-labelledby="agreed">
      <h2 id="agreed">ご本人が確かめた注意</h2>
      <Table
        caption="ご本人がウェブで確かめた注意"
        empty="記録はありません。ウェブの予約で印を付けた文だけを記録します。電話・窓口の予約と、記録を始める前の予約には、記録がありません。"
        columns={['文', '対象', wholeCol('確かめた日時'), wholeCol('言語')]}
        rows={agreed.map(({ body, said, past, concerns, who, act, at, language, version }) => [
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
          <>
            {concerns}
            {who !== null && members.length > 1 && <span class="sub">{whom(who)}</span>}
          </>,
          <>
            {deskMoment(at)}
            <span class="sub">{ACT_WORDS[act]}のとき</span>
          </>,
          languageWords(language),
        ])}
      />
      {papers.length > 0 && (
        <Table
          caption="ご本人がウェブで確かめた持ち物"
          wide
          columns={['持ち物', '来庁者', wholeCol('確かめた日時'), wholeCol('言語')]}
          rows={papers.flatMap(({ papers: groups, act, at, language }) =>
            groups.map(({ who, bring, said }) => [
              <Lines bring={bring} said={said ?? []} language={language} />,
              whom(who),
              <>
                {deskMoment(at)}
                <span class="sub">{ACT_WORDS[act]}のとき</span>
              </>,
              languageWords(language),
            ]),
          )}
        />
      )}
    </section>
  );
}
