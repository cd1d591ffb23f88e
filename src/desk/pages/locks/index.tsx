import {
  type AddressRest,
  countEachRests,
  countRests,
  listAddressRests,
  listNumberRests,
  listRests,
  type NumberRest,
  type Rest,
  unlock,
} from '../../../cards/acts.ts';
import { searchCards } from '../../../cards/search.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Notice, Pager, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { noticeId, reservationNumber } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { pageAsked } from '../../parts/pages.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type SignedAsk, show } from '../../route.ts';
import { AddressRests, NumberRests, Unlock } from './others.tsx';

type Row = Rest & { card: number | undefined; cards: number };

type Lists = { rows: Row[]; numbers: NumberRest[]; addresses: AddressRest[] };

/** Rows of each of the three lists on a page. */
const A_PAGE = 50;

type At = { page: number; pages: number };
/** Where each list stands, by what its page is called in the address. */
type Pages = Record<'page' | 'numbers' | 'addresses', At>;

const LABELS: Readonly<Record<keyof Pages, string>> = {
  page: '交付通知書IDのページ',
  numbers: '予約番号のページ',
  addresses: '接続元のページ',
};

/** The pages of one list; the others stay where they are. */
const Turn = ({ of, pages }: { of: keyof Pages; pages: Pages }) => (
  <Pager
    page={pages[of].page}
    pages={pages[of].pages}
    label={LABELS[of]}
    href={(to) =>
      withQuery(
        paths.locks,
        Object.fromEntries(Object.entries(pages).map(([box, { page }]) => [box, box === of ? to : page === 1 ? '' : page])),
      )
    }
  />
);

function LocksPage({ ask, rows, numbers, addresses, pages }: Lists & { ask: SignedAsk; pages: Pages }) {
  return (
    <TitledPage ask={ask} title="Web入力のロック" heading="Web入力をロックしている交付通知書ID">
      <Says class="lead">
        続けて間違えたIDでは、しばらく予約に進めません。予約の確認・変更のメールの申し込みが続いたIDでは、間違えていなくても、しばらくメールを送りません。電話を受けたら、氏名・生年月日・住所でご本人を確かめてから解除してください。
      </Says>
      {ask.query['done'] === 'lifted' && (
        <Notice kind="done" role="status">
          <Says>ロックを解除しました。</Says>
        </Notice>
      )}
      {ask.query['done'] === 'none' && (
        <Notice kind="care" role="status">
          <Says>ロックは、すでに終了していました。</Says>
        </Notice>
      )}
      {ask.query['done'] === 'unchecked' && (
        <Notice kind="stop" role="alert">
          <Says>「確かめた」に印を付けてから、解除してください。</Says>
        </Notice>
      )}
      <Table
        caption="Web入力をロックしている交付通知書ID"
        empty="現在、ロックしているIDはありません。"
        columns={[
          wholeCol('交付通知書ID'),
          wholeCol('ロックしている入力'),
          { head: '入力した回数', right: true, whole: true },
          wholeCol('終わる時刻'),
          wholeCol('カード'),
          '解除',
        ]}
        rows={rows.map((row) => [
          <span class="code">{row.noticeId}</span>,
          row.mails ? '予約の確認・変更' : '予約（間違い）',
          `${row.failures}回`,
          deskMoment(row.restsUntil),
          row.card !== undefined ? (
            <a href={paths.person(row.card)}>カードを表示する</a>
          ) : row.cards > 1 ? (
            `同じIDが${row.cards}枚`
          ) : (
            '登録のないID'
          ),
          <Unlock token={ask.token} hidden={{ notice: row.noticeId }} checked="ご本人を確かめた" of={row.noticeId} />,
        ])}
      />
      <Turn of="page" pages={pages} />
      <NumberRests rows={numbers} token={ask.token} />
      <Turn of="numbers" pages={pages} />
      <AddressRests rows={addresses} token={ask.token} />
      <Turn of="addresses" pages={pages} />
    </TitledPage>
  );
}

/** Which rest a button is for; undefined: none that a page of ours names. */
function meant(ask: SignedAsk): { scope: 'notice' | 'number' | 'address'; key: string } | undefined {
  const address = field(ask.body, 'address');
  if (address !== '') return { scope: 'address', key: address };
  const number = reservationNumber(ask.body['number']);
  if (number.ok) return { scope: 'number', key: number.value };
  const notice = noticeId(field(ask.body, 'notice'));
  return notice.ok ? { scope: 'notice', key: notice.value } : undefined;
}

export const locksFeature: Feature = {
  routes: [
    get(paths.locks, 'locks.lift', async (ask) => {
      const counts = await countEachRests(ask.db);
      const pages = {
        page: pageAsked(ask, counts.notices, A_PAGE),
        numbers: pageAsked(ask, counts.numbers, A_PAGE, 'numbers'),
        addresses: pageAsked(ask, counts.addresses, A_PAGE, 'addresses'),
      };
      const rests = await listRests(ask.db, pages.page);
      const rows = await Promise.all(
        rests.map(async (rest): Promise<Row> => {
          const hits = await searchCards(ask.db, { noticeId: rest.noticeId, words: [] }, viewerOf(ask), 20);
          return { ...rest, card: hits.length === 1 ? hits[0]?.id : undefined, cards: hits.length };
        }),
      );
      const [numbers, addresses] = await Promise.all([
        listNumberRests(ask.db, pages.numbers),
        listAddressRests(ask.db, pages.addresses),
      ]);
      return show(<LocksPage ask={ask} rows={rows} numbers={numbers} addresses={addresses} pages={pages} />);
    }),

    post(paths.unlock, 'locks.lift', 'Web入力のロックの解除', async (ask) => {
      if (ask.body['checked'] !== 'yes') return go(withQuery(paths.locks, { done: 'unchecked' }));
      const rest = meant(ask);
      const lifted = rest !== undefined && (await unlock(ask.db, ask.actor, rest.scope, rest.key));
      return go(withQuery(paths.locks, { done: lifted ? 'lifted' : 'none' }));
    }),
  ],
  menu: [{ group: 'todo', href: paths.locks, words: 'Web入力のロック', right: 'locks.lift' }],
  waits: [
    {
      words: 'Web入力のロック',
      why: '入力の間違いや、予約の確認・変更のメールの申し込みが続き、予約サイトで入力できない方がいます。ご本人から電話があったら、確認して解除してください。',
      urgency: 'soon',
      call: 'ご本人からの電話を受けて、解除します。',
      href: paths.locks,
      right: 'locks.lift',
      count: countRests,
      // Whoever is locked out calls any desk: each counts the whole city, as its page lists it.
      atOwn: { count: countRests, href: () => paths.locks },
      answers: ['tries.lifted'],
    },
  ],
};
