import type { Departed, ToDepart } from '../../../cards/depart.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import { whereWords } from '../../../cards/whereabouts.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields, form, line } from '../../../lib/form/index.ts';
import { Notice, Pager, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { BackPress, IN_HAND, NOT_HERE, type SaidOfCard, SaidWay, secondReads, TWO_PERSONS } from '../../parts/in-hand.tsx';
import { scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { birthday } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { LeftOut } from '../lists/page.tsx';

export const A_PAGE = 100;
/** How many departures may be taken back on the page. */
export const LAST = 20;

/** To whom a card goes: the first of the two says it. */
export const toForm = form<{ to: string | null }>({
  to: line('送り先', 100, {
    need: 'silent',
    hint: '1人目が入力します。2人目は、空欄で構いません。例：地方公共団体情報システム機構、転出先の○○市',
  }).optional(),
});

/** 支援措置: what becomes of the card is for who may see it. */
const OTHERS = '権限のある職員に渡してください。この方のカードの返納・送付は、権限のある職員が記録します。';

const SAID: Readonly<Record<string, SaidOfCard>> = {
  ...IN_HAND,
  ...NOT_HERE,
  ...TWO_PERSONS,
  done: { kind: 'done', words: '返納・送付を記録しました。カードは、保管なしになりました。' },
  undone: { kind: 'done', words: '返納・送付の記録を取り消しました。カードの所在は、記録の前に戻りました。' },
  follows: { kind: 'stop', words: 'この返納・送付は、すでに取り消されています。何も記録していません。' },
  not_closed: {
    kind: 'stop',
    words: 'このカードは、交付の対象です。送るときは、先に交付状況を「対象外」に変更してください。何も記録していません。',
  },
  no_to: { kind: 'stop', words: '送り先を入力してから、カードを読み取ってください。何も記録していません。' },
  long_to: { kind: 'stop', words: '送り先は、100文字以内の1行で入力してください。何も記録していません。' },
  hidden: { kind: 'stop', words: OTHERS },
};

/** The second says another 送り先 than the first. */
const otherTo = (first: string, second: string): SaidOfCard => ({
  kind: 'stop',
  words: `1人目の送り先は「${printable(first).text}」です。今回の「${printable(second).text}」と異なります。1人目の送り先でよいときは、空欄にして読み取ってください。誤っているときは、1人目の確認を取り消してください。何も記録していません。`,
});

const nameOf = ({ who }: Pick<ToDepart, 'who'>): string => printable(who?.name ?? '').text;

const Act = ({ ask, card }: { ask: SignedAsk; card: ToDepart }) => (
  <>
    {secondReads(ask, card.firstId)}
    {card.firstId !== null && (
      <BackPress ask={ask} action={paths.departBack} card={card.id} name={nameOf(card)} words="1人目の確認を取り消す" />
    )}
  </>
);

type Props = {
  ask: SignedAsk;
  cards: ToDepart[];
  /** How many there are on all pages, and of whom this clerk may not see. */
  seen: number;
  hidden: number;
  page: number;
  pages: number;
  departed: Departed[];
  /** The card of this clerk's last press, and to whom it goes. */
  last: { card: ScannedCard; to: string } | undefined;
  /** What the first of the two said, and the second. */
  other: readonly [first: string, second: string] | undefined;
};

/** Closed cards that lie in an office; each is read by two accounts when it leaves. */
export function DepartPage({ ask, cards, seen, hidden, page, pages, departed, last, other }: Props) {
  const said = other === undefined ? SAID[field(ask.query, 'said')] : otherTo(...other);
  return (
    <TitledPage ask={ask} title="カードの返納・送付">
      <Says class="lead">
        交付しないことになったカード（対象外）を、返納や送付のために庁舎から出すときに使います。1人目が送り先を入力してカードを読み取ったあと、別の職員が自分のアカウントで同じカードを読み取ると、返納・送付を記録します。
      </Says>
      {said !== undefined && (
        <Notice kind={said.kind} role={said.kind === 'done' ? 'status' : 'alert'}>
          <Says>{said.words}</Says>
          <SaidWay ask={ask} said={said} />
          {last !== undefined && (
            <p>
              {[
                scannedName(last.card),
                scannedBirth(last.card),
                ...(last.card.who === null ? [] : [last.card.noticeId, `送り先：${printable(last.to).text}`]),
              ].join('　')}
            </p>
          )}
        </Notice>
      )}
      <ScanForm
        ask={ask}
        action={paths.depart}
        hint="手元のカードのラベルか製造番号を読み取ってください。交付通知書IDでは、記録できません。"
        submit="確認する"
      >
        <FormFields form={toForm} state={{ shown: () => '', errors: {} }} />
      </ScanForm>
      <section class="desk-section">
        <h2>庁舎に残っている、交付の対象でないカード　{grouped(seen)}枚</h2>
        <LeftOut people={hidden} what="この表には載せていません" />
        <Table
          caption="庁舎に残っている、交付の対象でないカード"
          wide
          empty="庁舎に残っている、交付の対象でないカードは、ありません。"
          columns={[
            wholeCol('氏名'),
            wholeCol('交付通知書ID'),
            wholeCol('生年月日'),
            '交付状況',
            'カードの所在',
            '1人目の確認',
            '操作',
          ]}
          rows={cards.map((card) => [
            nameOf(card),
            <span class="code">{card.noticeId}</span>,
            birthday(card, ask.clock),
            card.statusName,
            whereWords(card),
            card.firstAt === null
              ? 'まだ'
              : [deskMoment(card.firstAt), card.firstBy, card.toWhom === null ? null : `送り先：${printable(card.toWhom).text}`]
                  .filter((part) => part !== null)
                  .join(' '),
            <Act ask={ask} card={card} />,
          ])}
        />
        <Pager page={page} pages={pages} href={(to) => withQuery(paths.depart, { page: to })} />
      </section>
      {departed.length > 0 && (
        <section class="desk-section">
          <h2>最近の返納・送付</h2>
          <Table
            caption="最近の返納・送付"
            wide
            columns={[wholeCol('日時'), wholeCol('氏名'), wholeCol('交付通知書ID'), '送り先', '1人目', '2人目', '操作']}
            rows={departed.map((card) => [
              deskMoment(card.at),
              nameOf(card),
              <span class="code">{card.noticeId}</span>,
              printable(card.toWhom).text,
              card.firstBy ?? '',
              card.secondBy ?? '',
              <BackPress ask={ask} action={paths.undoDeparture} card={card.id} name={nameOf(card)} words="記録を取り消す" />,
            ])}
          />
        </section>
      )}
      <p class="lead">
        <a href={paths.list('departed')}>返納・送付記録簿を印刷する</a>
      </p>
    </TitledPage>
  );
}
