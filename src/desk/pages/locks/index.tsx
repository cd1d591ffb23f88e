import { type AddressRest, liftRest, listAddressRests, listRests, type Rest } from '../../../cards/acts.ts';
import { searchCards } from '../../../cards/search.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { Button, Notice, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { noticeId } from '../../../lib/values/ids.ts';
import type { Feature } from '../../feature.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type SignedAsk, show } from '../../route.ts';

type Row = Rest & { card: number | undefined; cards: number };

function LocksPage({ ask, rows, addresses }: { ask: SignedAsk; rows: Row[]; addresses: AddressRest[] }) {
  return (
    <TitledPage ask={ask} title="Web入力のロック" heading="Web入力をロックしている交付通知書ID">
      <Says class="lead">
        続けて間違えたIDでは、しばらくウェブに入れません。電話を受けたら、氏名・生年月日・住所でご本人を確かめてから解除してください。
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
          { head: '間違えた回数', right: true, whole: true },
          wholeCol('終わる時刻'),
          wholeCol('カード'),
          '解除',
        ]}
        rows={rows.map((row) => [
          <span class="code">{row.noticeId}</span>,
          `${row.failures}回`,
          deskMoment(row.restsUntil),
          row.card !== undefined ? (
            <a href={paths.person(row.card)}>カードを表示する</a>
          ) : row.cards > 1 ? (
            `同じIDが${row.cards}枚`
          ) : (
            '登録のないID'
          ),
          <PostForm action={paths.liftLock} token={ask.token} class="row-form lift" hidden={{ notice: row.noticeId }}>
            <label class="radio">
              <input type="checkbox" name="checked" value="yes" />
              ご本人を確かめた<span class="unseen">：{row.noticeId}</span>
            </label>
            <Button kind="second">解除する</Button>
          </PostForm>,
        ])}
      />
      <h2 class="section">接続元の制限</h2>
      <Says>
        同じ回線から間違いが続いたときは、その回線からの入力をロックします。IPアドレスは記録していません。電話の方のIDに制限がないのに進めないときは、ここを解除してください。
      </Says>
      <Table
        caption="Web入力をロックしている接続元"
        empty="現在、ロックしている接続元はありません。"
        columns={[wholeCol('接続元（記号）'), { head: '間違えた回数', right: true, whole: true }, wholeCol('終わる時刻'), '解除']}
        rows={addresses.map((row) => [
          <span class="code">{row.key.slice(0, 8)}</span>,
          `${row.failures}回`,
          deskMoment(row.restsUntil),
          <PostForm action={paths.liftLock} token={ask.token} class="row-form lift" hidden={{ address: row.key }}>
            <label class="radio">
              <input type="checkbox" name="checked" value="yes" />
              電話の方を確かめた<span class="unseen">：{row.key.slice(0, 8)}</span>
            </label>
            <Button kind="second">解除する</Button>
          </PostForm>,
        ])}
      />
    </TitledPage>
  );
}

export const locksFeature: Feature = {
  routes: [
    get(paths.locks, 'locks.lift', async (ask) => {
      const rests = await listRests(ask.db);
      const rows = await Promise.all(
        rests.map(async (rest): Promise<Row> => {
          const hits = await searchCards(ask.db, { noticeId: rest.noticeId, words: [] }, viewerOf(ask), 20);
          return { ...rest, card: hits.length === 1 ? hits[0]?.id : undefined, cards: hits.length };
        }),
      );
      return show(<LocksPage ask={ask} rows={rows} addresses={await listAddressRests(ask.db)} />);
    }),

    post(paths.liftLock, 'locks.lift', 'Web入力のロックの解除', async (ask) => {
      if (ask.body['checked'] !== 'yes') return go(withQuery(paths.locks, { done: 'unchecked' }));
      const address = field(ask.body, 'address');
      const notice = noticeId(field(ask.body, 'notice'));
      const lifted =
        address === ''
          ? notice.ok && (await liftRest(ask.db, ask.actor, 'notice', notice.value))
          : await liftRest(ask.db, ask.actor, 'address', address);
      return go(withQuery(paths.locks, { done: lifted ? 'lifted' : 'none' }));
    }),
  ],
  menu: [{ group: 'todo', href: paths.locks, words: 'Web入力のロック', right: 'locks.lift' }],
  waits: [
    {
      words: 'Web入力のロック',
      why: '入力の間違いが続き、予約サイトで入力できない方がいます。ご本人から電話があったら、確認して解除してください。',
      urgency: 'soon',
      call: 'ご本人からの電話を受けて、解除します。',
      href: paths.locks,
      right: 'locks.lift',
      count: () => sql`SELECT count(*) FROM cards.tries WHERE scope IN ('notice', 'address') AND rests_until > lib.now()`,
    },
  ],
};
