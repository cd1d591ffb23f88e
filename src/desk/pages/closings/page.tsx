import type { AffectedRow } from '../../../closing/affected.ts';
import type { ClosingRow } from '../../../closing/read.ts';
import { hoursWords } from '../../../closing/words.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { IconOn, LinkButton, Notice, Says, SummaryList } from '../../../lib/html/index.ts';
import { isAllOwn } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { AffectedList, Figures } from '../affected/list.tsx';
import { PhoneLinks } from '../affected/phone.tsx';
import type { TypedNotes } from '../affected/reached.ts';
import { REACHED_WORDS, type Shown } from '../affected/words.tsx';
import { PosterLinks } from './poster.tsx';

type ClosingProps = { closing: ClosingRow; rows: AffectedRow[]; shown: Shown; notes?: TypedNotes };

const DONE: Record<string, string> = {
  closed: '臨時閉庁にしました。予約のある方は、下の一覧のとおりです。',
  reopened:
    '再開しました。予約どおりに戻った方のうち、閉庁をお知らせした方には、「予定どおりお越しください」とメールを送ります。',
  ...REACHED_WORDS,
};

const OVER =
  '閉庁の枠は、すべて始まっているため、再開できません。来庁された方は、予約の画面の「この日時のまま受け付ける」で受付できます。';

type ToldProps = {
  ask: SignedAsk;
  /** The page. */
  here: string;
  closings: readonly Pick<ClosingRow, 'reopenedAt' | 'tellOpen'>[];
  rows: readonly AffectedRow[];
};

/** What was done or refused at the last press, whom to call because of a reopening, and who stands at a shut door all the same. */
export function Told({ ask, here, closings, rows }: ToldProps) {
  const done = DONE[field(ask.query, 'done')];
  const refused = field(ask.query, 'refused');
  const refusal = refused === 'over' ? OVER : said(refused);
  const tellOpen = closings.reduce((sum, one) => sum + one.tellOpen, 0);
  // Of several that were shut in one act some may be shut still, and theirs wait with good reason.
  const left = closings.every(({ reopenedAt }) => reopenedAt !== null)
    ? rows.filter(({ standing }) => standing === 'waiting').length
    : 0;
  return (
    <>
      {refusal !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{refusal}</Says>
        </Notice>
      )}
      {done !== undefined && (
        <Notice kind="done" role="status">
          <Says>{done}</Says>
        </Notice>
      )}
      {left > 0 && (
        <Notice kind="care">
          <p>
            再開の前に始まった枠などの{left}
            組は、要振替のままです。「予定どおりお越しください」のメールは送りません。電話で連絡してください。
            <a href={withQuery(here, { show: 'waiting' }, 'list')}>要振替の方を表示する</a>
          </p>
        </Notice>
      )}
      {tellOpen > 0 && (
        <Notice kind="care">
          <p>
            電話で閉庁を伝えた方など、{tellOpen}組には、再開したことがまだ伝わっていません。電話でお伝えください。
            <a href={withQuery(here, { show: 'phone' }, 'list')}>電話する方を表示する</a>
          </p>
        </Notice>
      )}
    </>
  );
}

const stateWords = (closing: ClosingRow): string => {
  if (closing.reopenedAt !== null) return `${deskMoment(closing.reopenedAt)}に再開（${closing.reopenedBy ?? ''}）`;
  return closing.over ? '終わりました' : '閉庁中';
};

/** One closing: what is shut, who is affected and where each stands now, whom to call. */
export function ClosingPage({ ask, props }: { ask: SignedAsk; props: ClosingProps }) {
  const { closing, rows, shown, notes } = props;
  const { from, to, fromMinute, toMinute } = closing;
  const here = paths.closing(closing.id);
  const mayClose = can(ask.session, 'calendar.close');
  return (
    <TitledPage
      ask={ask}
      title="臨時閉庁の内容"
      heading={`${from === to ? longDate(from) : `${longDate(from)}から${longDate(to)}`}　${closing.officeName}`}
      crumbs={[{ href: paths.closings, words: '臨時閉庁の一覧' }]}
      wrong={notes !== undefined}
      told={<Told ask={ask} here={here} closings={[closing]} rows={rows} />}
      errors={notes?.errors ?? {}}
    >
      {closing.reopenedAt !== null && closing.noticeShown && (
        <Notice kind="care">
          <p>
            サイトのお知らせは、ほかの交付場所が閉庁中のため、まだ掲載中です。この交付場所の名称があるときは、
            {leadsWithin(ask.session, paths.notices) ? <a href={paths.notices}>お知らせ</a> : 'お知らせ'}
            の掲載を終了して、新しい文を追加してください。
          </p>
        </Notice>
      )}
      <Figures rows={rows} />
      <div class="desk-columns">
        <div class="desk-body">
          <SummaryList
            rows={[
              { term: '状態', value: <b>{stateWords(closing)}</b> },
              { term: '時間', value: hoursWords(fromMinute, toMinute) },
              { term: '手続き', value: closing.serviceName ?? 'すべての手続き' },
              { term: '理由', value: closing.reason },
              ...(closing.together === 1
                ? []
                : [
                    {
                      term: 'まとめて閉庁にした交付場所',
                      value: isAllOwn(ask.session, closing.togetherAt) ? (
                        <a href={paths.together(closing.firstId)}>{closing.together}か所をまとめて表示する</a>
                      ) : (
                        `${closing.together}か所`
                      ),
                    },
                  ]),
              { term: '閉庁にした職員', value: `${closing.closedBy ?? '記録なし'}（${deskMoment(closing.closedAt)}）` },
              ...(closing.notice === null
                ? []
                : [
                    {
                      term: 'サイトのお知らせ',
                      value: closing.notice,
                      more: closing.noticeShown ? '現在、掲載中です' : '現在は掲載していません',
                    },
                  ]),
              ...(closing.priorityUntil === null
                ? []
                : [
                    {
                      term: '振替優先枠',
                      value: `${deskMoment(closing.priorityUntil)}まで`,
                      more: `残り${closing.aside}人分`,
                    },
                  ]),
            ]}
          />
        </div>
        <aside class="desk-side" aria-labelledby="may">
          <h2 id="may">可能な操作</h2>
          <ul class="may-do">
            <PhoneLinks ask={ask} of={`closing-${closing.id}`} pdf={paths.phonePdf(here)} csv={paths.phoneCsv(here)} />
            {closing.reopenedAt === null && <PosterLinks id={closing.id} />}
            <li>
              <a href={withQuery(paths.today, { office: closing.officeCode, day: from })}>
                この日の予約を表示する
                <IconOn />
              </a>
            </li>
          </ul>
          {mayClose && closing.reopenedAt === null && !closing.over && (
            <p class="acts">
              <LinkButton href={paths.reopen(here)} kind="second" wide>
                再開する
              </LinkButton>
            </p>
          )}
        </aside>
      </div>
      <AffectedList ask={ask} rows={rows} shown={shown} here={{ href: here, reachedHref: paths.reached(here), notes }} />
    </TitledPage>
  );
}
