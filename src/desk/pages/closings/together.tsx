import type { AffectedRow } from '../../../closing/affected.ts';
import { hoursWords } from '../../../closing/words.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { LinkButton, SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import { can } from '../../../staff/rights.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { AffectedList, Figures } from '../affected/list.tsx';
import { PhoneLinks } from '../affected/phone.tsx';
import type { TypedNotes } from '../affected/reached.ts';
import type { Shown } from '../affected/words.tsx';
import { Left, stateWords } from './list.tsx';
import { Told } from './page.tsx';
import type { Shut } from './shut.tsx';

type TogetherProps = { shut: Shut; rows: AffectedRow[]; shown: Shown; notes?: TypedNotes };

/** The offices of the act, each with its own page, state and paper for the door. */
const Offices = ({ closings }: { closings: Shut['closings'] }) => (
  <>
    <Table
      caption="まとめて閉庁にした交付場所"
      columns={['交付場所', '状態', { head: '要振替', right: true, whole: true }, wholeCol('入口に貼るお知らせ')]}
      rows={closings.map((closing) => [
        <a href={paths.closing(closing.id)}>{closing.officeName}</a>,
        stateWords(closing),
        <Left {...closing} />,
        closing.reopenedAt !== null ? (
          ''
        ) : (
          <a href={paths.poster(closing.id)}>
            印刷する（PDF）<span class="unseen">：{closing.officeName}</span>
          </a>
        ),
      ])}
    />
    <p class="sub">ほかの言語のお知らせは、交付場所ごとの画面で印刷できます。</p>
  </>
);

function Facts({ shut: { first, closings } }: { shut: Shut }) {
  const { fromMinute, toMinute } = first;
  return (
    <SummaryList
      rows={[
        { term: '時間', value: hoursWords(fromMinute, toMinute) },
        { term: '手続き', value: first.serviceName ?? 'すべての手続き' },
        { term: '理由', value: first.reason },
        { term: '閉庁にした職員', value: `${first.closedBy ?? '記録なし'}（${deskMoment(first.closedAt)}）` },
        ...(first.notice === null
          ? []
          : [
              {
                term: 'サイトのお知らせ',
                value: first.notice,
                more: first.noticeShown ? '現在、掲載中です' : '現在は掲載していません',
              },
            ]),
        ...closings.flatMap(({ priorityUntil, officeName, aside }) =>
          priorityUntil === null
            ? []
            : [{ term: `振替優先枠（${officeName}）`, value: `${deskMoment(priorityUntil)}まで`, more: `残り${aside}人分` }],
        ),
      ]}
    />
  );
}

/** All offices that were shut in one act: one list of everyone affected, one phone list, one press that opens all again. */
export function TogetherPage({ ask, props }: { ask: SignedAsk; props: TogetherProps }) {
  const { shut, rows, shown, notes } = props;
  const { first, closings, here } = shut;
  const mayReopen = can(ask.session, 'calendar.close') && closings.some(({ reopenedAt, over }) => reopenedAt === null && !over);
  return (
    <TitledPage
      ask={ask}
      title="まとめた臨時閉庁"
      heading={`${first.from === first.to ? longDate(first.from) : `${longDate(first.from)}から${longDate(first.to)}`}　${closings.length}か所`}
      crumbs={[{ href: paths.closings, words: '臨時閉庁の一覧' }]}
      wrong={notes !== undefined}
      told={<Told ask={ask} here={here} closings={closings} rows={rows} />}
      errors={notes?.errors ?? {}}
    >
      <Figures rows={rows} />
      <div class="desk-columns">
        <div class="desk-body">
          <Facts shut={shut} />
          <Offices closings={closings} />
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">可能な操作</h2>
          <ul class="may-do">
            <PhoneLinks ask={ask} of={`together-${first.id}`} pdf={paths.phonePdf(here)} csv={paths.phoneCsv(here)} />
          </ul>
          {mayReopen && (
            <p class="acts">
              <LinkButton href={paths.reopen(here)} kind="second" wide>
                すべて再開する
              </LinkButton>
            </p>
          )}
        </aside>
      </div>
      <AffectedList ask={ask} rows={rows} shown={shown} here={{ href: here, reachedHref: paths.reached(here), notes }} />
    </TitledPage>
  );
}
