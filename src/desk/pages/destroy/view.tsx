import type { ToDestroy } from '../../../cards/destroy.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import { whereWords } from '../../../cards/whereabouts.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
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

/** 支援措置: what becomes of the card is for who may see it. */
const OTHERS = '権限のある職員に渡してください。この方のカードの廃棄は、権限のある職員が記録します。';

const SAID: Readonly<Record<string, SaidOfCard>> = {
  ...IN_HAND,
  ...NOT_HERE,
  ...TWO_PERSONS,
  done: { kind: 'done', words: '廃棄を記録しました。交付状況は「廃棄済」になりました。' },
  not_due: { kind: 'stop', words: 'このカードは、廃棄予定ではありません。何も記録していません。' },
  booked: {
    kind: 'stop',
    words: 'このカードには、予約があります。廃棄するときは、先に予約を取り消してください。何も記録していません。',
  },
  hidden: { kind: 'stop', words: OTHERS },
};

const nameOf = ({ who }: ToDestroy): string => printable(who?.name ?? '').text;

/** What is to be done with a card of the list: read by another account, taken back, or found or received first. */
function Act({ ask, card }: { ask: SignedAsk; card: ToDestroy }) {
  const first = NOT_HERE[card.whereabouts];
  return (
    <>
      {first === undefined ? secondReads(ask, card.firstId) : <Says>{first.words}</Says>}
      {first !== undefined && <SaidWay ask={ask} said={first} />}
      {card.firstId !== null && (
        <BackPress ask={ask} action={paths.destroyBack} card={card.id} name={nameOf(card)} words="1人目の確認を取り消す" />
      )}
    </>
  );
}

type DestroyPageProps = {
  ask: SignedAsk;
  cards: ToDestroy[];
  /** How many there are on all pages, and of whom this clerk may not see. */
  seen: number;
  hidden: number;
  page: number;
  pages: number;
  /** The card of this clerk's last press. */
  last?: ScannedCard | undefined;
};

/** Cards that are to be destroyed; each is read by two accounts. */
export function DestroyPage({ ask, cards, seen, hidden, page, pages, last }: DestroyPageProps) {
  const said = SAID[field(ask.query, 'said')];
  return (
    <TitledPage ask={ask} title="カードの廃棄">
      <Says class="lead">
        カードを1枚ずつ、二人で確かめます。1人目が読み取ったあと、別の職員が自分のアカウントで同じカードを読み取ると、廃棄を記録します。
      </Says>
      {said !== undefined && (
        <Notice kind={said.kind} role={said.kind === 'done' ? 'status' : 'alert'}>
          <Says>{said.words}</Says>
          <SaidWay ask={ask} said={said} />
          {last !== undefined && (
            <p>
              {scannedName(last)}　{scannedBirth(last)}　{last.who === null ? '' : last.noticeId}
            </p>
          )}
        </Notice>
      )}
      <ScanForm
        ask={ask}
        action={paths.destroy}
        hint="手元のカードのラベルか製造番号を読み取ってください。交付通知書IDでは、記録できません。"
        submit="確認する"
      />
      <section class="desk-section">
        <h2>廃棄予定　{grouped(seen)}枚</h2>
        <LeftOut people={hidden} what="この表には載せていません" />
        <Table
          caption="廃棄予定のカード"
          wide
          empty="廃棄予定のカードは、ありません。"
          columns={[wholeCol('氏名'), wholeCol('交付通知書ID'), wholeCol('生年月日'), 'カードの所在', '1人目の確認', '操作']}
          rows={cards.map((card) => [
            nameOf(card),
            <span class="code">{card.noticeId}</span>,
            birthday(card, ask.clock),
            whereWords(card),
            card.firstAt === null ? 'まだ' : `${deskMoment(card.firstAt)} ${card.firstBy ?? ''}`,
            <Act ask={ask} card={card} />,
          ])}
        />
        <Pager page={page} pages={pages} href={(to) => withQuery(paths.destroy, { page: to })} />
      </section>
      <p class="lead">
        <a href={paths.list('destroyed')}>廃棄記録簿を印刷する</a>
      </p>
    </TitledPage>
  );
}
