import { type ClosingRow, listClosings, listMoved, type MovedRow } from '../../../closing/read.ts';
import { spanWords } from '../../../closing/words.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { LinkButton, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { isAllOwn } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';

const SIZE = 50;

export const stateWords = (closing: ClosingRow): string =>
  closing.reopenedAt !== null ? `再開（${deskMoment(closing.reopenedAt)}）` : closing.over ? '終わりました' : '閉庁中';

/** How many of a list are 要振替 still, and how many must hear that the counter opens after all. */
export const Left = ({ waiting, listed, tellOpen }: { waiting: number; listed: number; tellOpen: number }) => (
  <>
    <b>{waiting}</b>／{listed}組{tellOpen > 0 && <span class="sub">再開の電話 {tellOpen}組</span>}
  </>
);

/** Whom a published change of hours left at a shut door: the menu counts them here, so here they are found. */
function Moved({ moved }: { moved: readonly MovedRow[] }) {
  return (
    <>
      <h2 class="section">公開した変更で、要振替になった方</h2>
      <Says>
        予約枠の変更を公開したことで、予約の時間がなくなった方です。別の日時への変更か、電話でのお知らせが、まだ済んでいません。
      </Says>
      <Table
        caption="公開した変更で、要振替になった方"
        columns={['公開した変更', wholeCol('公開した日時'), '公開した職員', { head: '要振替', right: true, whole: true }]}
        rows={moved.map(({ draftId, name, publishedAt, publishedBy, listed, waiting, tellOpen }) => [
          <a href={paths.draftAffected(draftId)}>{name}</a>,
          publishedAt === null ? '' : deskMoment(publishedAt),
          publishedBy ?? '',
          <Left waiting={waiting} listed={listed} tellOpen={tellOpen} />,
        ])}
      />
      <h2 class="section">臨時閉庁</h2>
    </>
  );
}

/** Every closing, the latest first, with how many still wait to be moved; before them the published changes that left somebody so. */
export async function closingsPage(ask: SignedAsk): Promise<Answer> {
  const before = smallId(ask.query['before']);
  const closings = await listClosings(ask.db, before.ok ? before.value : null, SIZE, ask.session.bounds);
  const moved = before.ok ? [] : await listMoved(ask.db, ask.session.bounds);
  const last = closings.at(-1);
  return show(
    <TitledPage
      ask={ask}
      title="臨時閉庁"
      bar={can(ask.session, 'calendar.close') ? <LinkButton href={paths.newClosing}>臨時閉庁にする</LinkButton> : undefined}
    >
      <Says class="lead">
        台風や全国のシステムの障害などで、窓口を開庁できないときに使用します。予約のある方へ、メールと電話で知らせます。
      </Says>
      {moved.length > 0 && <Moved moved={moved} />}
      <Table
        caption="臨時閉庁の一覧"
        empty="臨時閉庁は、まだありません。"
        columns={[wholeCol('閉庁の日時'), '交付場所', '手続き', '理由', '状態', { head: '要振替', right: true, whole: true }]}
        rows={closings.map((closing) => [
          <a href={paths.closing(closing.id)}>{spanWords(closing)}</a>,
          <>
            {closing.officeName}
            {closing.together > 1 && isAllOwn(ask.session, closing.togetherAt) && (
              <span class="sub">
                <a href={paths.together(closing.firstId)}>
                  {closing.together}か所をまとめて表示する
                  <span class="unseen">：{spanWords(closing)}</span>
                </a>
              </span>
            )}
          </>,
          closing.serviceName ?? 'すべて',
          closing.reason,
          stateWords(closing),
          <Left {...closing} />,
        ])}
      />
      {closings.length === SIZE && last !== undefined && (
        <p class="lead">
          <a href={withQuery(paths.closings, { before: last.id })}>これより前の臨時閉庁</a>
        </p>
      )}
    </TitledPage>,
  );
}
