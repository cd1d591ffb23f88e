import type { BulkCard, BulkChange } from '../../../cards/bulk.ts';
import type { BulkWork } from '../../../cards/bulk-work.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Pager, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { refreshOf } from '../../parts/going-on.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { LeftOut } from '../lists/page.tsx';
import { backBegun, goesOn, Work } from './work.tsx';

type ChangedProps = {
  change: BulkChange;
  /** Notices it recorded as posted. */
  posted: number;
  cards: readonly BulkCard[];
  /** Cards of people whom this clerk may not see. */
  hidden: number;
  page: number;
  pages: number;
  /** How far it is, where it is done a part at a time. */
  work: BulkWork | undefined;
};
type Of = { ask: SignedAsk; props: ChangedProps };

const REFUSED: Readonly<Record<string, string>> = {
  busy: 'ほかの一括変更が進んでいます。終わってから取り消してください。',
  ended: 'この一括変更は、すでに終わっています。',
  'goes-on': 'この一括変更は進んでいます。終わってから、差出票を印刷してください。',
  'undone-all': 'この一括変更は、すでに取り消されています。',
  undone: 'このカードは、すでに取り消されています。',
  changed_since: 'このカードは、その後に変更されたか、返納・送付されたため、取り消せません。',
  unknown: 'このカードは、この一括変更にありません。',
};

const number = (text: string): string | undefined => (/^\d{1,7}$/u.test(text) ? text : undefined);

function saidOf(ask: SignedAsk, { cards }: BulkChange): string | undefined {
  const done = field(ask.query, 'done');
  if (done === 'changed') return `${grouped(cards)}枚を変更しました。`;
  if (done === 'one') return '1枚を元の交付状況に戻しました。';
  const [back, stay] = [number(field(ask.query, 'back')), number(field(ask.query, 'stay'))];
  return back === undefined || stay === undefined
    ? undefined
    : `${back}枚を元の交付状況に戻しました。${stay === '0' ? '' : `${stay}枚は、その後に変更されたか、返納・送付されたため、そのままです。`}`;
}

/** Card by card: from what it was changed, how it stands now, and its own way back. */
function Cards({ ask, props: { change, cards, hidden, page, pages } }: Of) {
  return (
    <section class="desk-section" aria-labelledby="cards">
      <h2 id="cards">変更したカード</h2>
      <LeftOut people={hidden} what="この表には載せていません" />
      <Table
        caption="変更したカードの一覧"
        wide
        empty="変更したカードは、ありません。"
        columns={[wholeCol('氏名'), wholeCol('交付通知書ID'), wholeCol('変更前'), wholeCol('現在'), '取消']}
        rows={cards.map(({ id, who, noticeId, fromName, statusName, stands, left, undone }) => [
          <a href={paths.person(id)}>{printable(who?.name ?? '').text}</a>,
          <span class="code">{noticeId}</span>,
          fromName,
          statusName,
          stands ? (
            <PostForm action={paths.undoBulkCard(change.id)} token={ask.token} hidden={{ card: String(id), page: String(page) }}>
              <Button kind="second">
                この1枚を取り消す<span class="unseen">：{noticeId}</span>
              </Button>
            </PostForm>
          ) : undone ? (
            '取消済'
          ) : left ? (
            '返納・送付済'
          ) : (
            'その後に変更'
          ),
        ])}
      />
      <Pager page={page} pages={pages} href={(to) => withQuery(paths.bulkChange(change.id), { page: to })} />
    </section>
  );
}

/** What an act did, and its way back: as a whole, or card by card. */
export function ChangedPage({ ask, props }: Of) {
  const { change, posted, work } = props;
  const on = work !== undefined && goesOn(work);
  return (
    <TitledPage
      ask={ask}
      title="交付状況の一括変更"
      heading={`「${change.toName}」への一括変更`}
      crumbs={[
        { href: paths.list('cards'), words: '交付状況一覧' },
        { href: paths.bulkChanges, words: '一括変更の履歴' },
      ]}
      said={saidOf(ask, change)}
      refused={REFUSED[field(ask.query, 'stays')]}
      refresh={refreshOf(ask, on && !work.stuck)}
    >
      {work !== undefined && <Work ask={ask} work={work} />}
      <p class="lead">
        {deskMoment(change.at)}　{change.by ?? ''}　{!on && `${grouped(change.cards)}枚　`}理由：{change.why}
      </p>
      {change.undoneAt === null ? (
        <PostForm action={paths.undoBulk(change.id)} token={ask.token}>
          <p class="acts">
            {posted > 0 && (work === undefined || !goesOn(work)) && (
              <LinkButton href={paths.postedSlip(change.id)} kind="second">
                差出票を印刷する（{grouped(posted)}通）
              </LinkButton>
            )}
            <Button kind="stop">この一括変更を取り消す</Button>
            <LinkButton href={paths.list('cards')} kind="second">
              一覧に戻る
            </LinkButton>
          </p>
        </PostForm>
      ) : (
        <Says>{`${deskMoment(change.undoneAt)}に${backBegun(work) ? '取り消しを始めました' : '取り消しました'}。`}</Says>
      )}
      {!on && <Cards ask={ask} props={props} />}
    </TitledPage>
  );
}
