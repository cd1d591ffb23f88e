import type { ComponentChildren } from 'preact';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { form, optionsOf, radios, text } from '../../../lib/form/index.ts';
import { type FormErrors, rightCol, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import {
  entriesOfFinding,
  type Finding,
  type OpenFindings,
  openFindings,
  readFinding,
  reviewedFindings,
} from '../../../running/findings.ts';
import { type Review, type ReviewRefusal, reviewFinding } from '../../../running/review.ts';
import { ruleWords, VERDICTS, type Verdict, verdictWords } from '../../../running/rules.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm, seenOf } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const RIGHT = 'audit.see';
const LAST = 30;
const FINDINGS = { href: paths.findings, words: '操作履歴の点検' };

const reviewForm = form<Review>({
  verdict: radios<Verdict>('確認の結果', optionsOf(VERDICTS)),
  note: text('確認した内容', 500, { rows: 4, hint: '誰に、何を確かめたか。市民の個人情報は、書かないでください。' }),
});

const REFUSED: Record<ReviewRefusal, string> = {
  unknown: 'この記録は、ありません。',
  changed_meanwhile:
    'この画面を開いたあとに、ほかの職員が確認したか、件数が増えました。現在の内容を確かめて、もう一度押してください。まだ記録していません。',
  own: '自分の利用は、自分では確認できません。ほかの職員が確認してください。',
  not_over: 'その日が終わってから、確認してください。',
};

const ANEW = '確認した後に、件数が増えました。もう一度、確認してください。';

function FindingsPage({ ask, open, reviewed }: { ask: SignedAsk; open: OpenFindings; reviewed: Finding[] }) {
  return (
    <TitledPage
      ask={ask}
      title="操作履歴の点検"
      said={field(ask.query, 'done') === 'reviewed' ? '確認の結果を記録しました。' : undefined}
      bar={can(ask.session, 'people.see') && <a href={paths.list('findings')}>月ごとの報告（印刷・CSV）</a>}
    >
      <Says class="lead">
        操作履歴を1時間ごとに分析し、「市の設定」の基準以上の利用と、サーバーでの作業を表示します。業務に必要な利用か、確かめてください。
      </Says>
      <h2>未確認　{grouped(open.over)}件</h2>
      {open.today > 0 && <p class="soft">本日（途中）　{grouped(open.today)}件。本日の分は、明日から確認できます。</p>}
      {open.over + open.today > open.shown.length && (
        <p class="soft">古い順に{grouped(open.shown.length)}件を表示しています。確認すると、続きが出ます。</p>
      )}
      <Table
        caption="未確認のもの"
        empty="未確認のものは、ありません。"
        columns={[wholeCol('日'), '種類', '対象', rightCol('件数'), rightCol('基準')]}
        rows={open.shown.map(({ id, day, rule, who, count, most, over, note }) => [
          longDate(day),
          <>
            <a href={paths.finding(id)}>{ruleWords(rule)}</a>
            {!over && <span class="sub">本日（途中）</span>}
            {note !== '' && <span class="sub">確認後に件数が増加</span>}
          </>,
          who,
          grouped(count),
          grouped(most),
        ])}
      />
      <Section title="最近確認したもの">
        <Table
          caption="最近確認したもの"
          empty="確認したものは、まだありません。"
          columns={[wholeCol('日'), '種類', '対象', wholeCol('結果'), '確認した内容', wholeCol('確認した職員')]}
          rows={reviewed.map(({ id, day, rule, who, verdict, note, reviewedBy }) => [
            longDate(day),
            <a href={paths.finding(id)}>{ruleWords(rule)}</a>,
            who,
            verdictWords(verdict),
            note,
            reviewedBy ?? '',
          ])}
        />
      </Section>
    </TitledPage>
  );
}

type Props = { finding: Finding; entries: number[]; errors?: FormErrors; refused?: ReviewRefusal };

function FindingPage({ ask, finding, entries, errors, refused }: { ask: SignedAsk } & Props) {
  const { id, day, rule, staffId, who, count, most, reviewedAt, reviewedBy, verdict, note, over } = finding;
  const own = staffId === ask.session.accountId;
  const cannot = own ? REFUSED.own : over ? undefined : REFUSED.not_over;
  const facts: [string, ComponentChildren][] = [
    ['日', longDate(day)],
    ['対象', who],
    ['件数', `${grouped(count)}（基準 ${grouped(most)}）`],
    ...(reviewedAt === null
      ? note === ''
        ? []
        : ([['前に確認した内容', note]] as [string, string][])
      : ([
          ['確認の結果', verdictWords(verdict)],
          ['確認した内容', note],
          ['確認', `${deskMoment(reviewedAt)}　${reviewedBy ?? ''}`],
        ] as [string, string][])),
    ...(entries.length === 0 || !can(ask.session, 'running.see')
      ? []
      : ([
          [
            '運用の記録',
            entries.map((entry, at) => (
              <>
                {at > 0 && '、'}
                <a href={paths.entry(entry)}>記録番号 {entry}</a>
              </>
            )),
          ],
        ] as [string, ComponentChildren][])),
  ];
  return (
    <TitledPage
      ask={ask}
      title={ruleWords(rule)}
      crumbs={[FINDINGS]}
      errors={errors ?? {}}
      refused={refused === undefined ? undefined : REFUSED[refused]}
    >
      <dl class="mailing-facts">
        {facts.map(([term, value]) => (
          <div>
            <dt>{term}</dt>
            <dd class="mailing-body">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="lead">
        <a
          href={withQuery(paths.audit, {
            from: day,
            to: day,
            staff: staffId,
            kind: staffId === null && !rule.startsWith('sign') ? 'operator.' : '',
          })}
        >
          この日の操作履歴を表示する
        </a>
      </p>
      {reviewedAt === null && note !== '' && <Says>{ANEW}</Says>}
      {reviewedAt === null && cannot !== undefined && <Says>{cannot}</Says>}
      {reviewedAt !== null && cannot === undefined && <Says>結果は、変更できます。変更する前の結果は、操作履歴に残ります。</Says>}
      {cannot === undefined && (
        <DeskForm
          ask={ask}
          form={reviewForm}
          action={paths.finding(id)}
          values={reviewedAt === null || verdict === null ? {} : { verdict, note }}
          seen={seenOf(ask, finding, refused === 'changed_meanwhile')}
          errors={errors}
          submit={reviewedAt === null ? '確認の結果を記録する' : '確認の結果を変更する'}
          back={{ href: paths.findings, words: '操作履歴の点検に戻る' }}
        />
      )}
    </TitledPage>
  );
}

const findingPage = async (ask: SignedAsk, finding: Finding, more: Partial<Props> = {}, status = 200): Promise<Answer> =>
  show(<FindingPage ask={ask} finding={finding} entries={await entriesOfFinding(ask.db, finding.id)} {...more} />, status);

const withFinding = withRow((ask, id) => readFinding(ask.db, id));

async function review(ask: SignedAsk, finding: Finding): Promise<Answer> {
  const page = (more: Partial<Props>, status: number) => findingPage(ask, finding, more, status);
  const typed = readForm(ask, reviewForm);
  if (!typed.ok) return page({ errors: typed.errors }, 422);
  const { actor } = ask;
  if (actor.kind !== 'staff') return page({ refused: 'unknown' }, 409);
  const done = await reviewFinding(ask.db, actor, finding.id, field(ask.body, 'seen'), typed.value);
  return done.ok ? go(withQuery(paths.findings, { done: 'reviewed' })) : page({ refused: done.reason }, 409);
}

export const findingRoutes: readonly Route[] = [
  get(paths.findings, RIGHT, async (ask) =>
    show(<FindingsPage ask={ask} open={await openFindings(ask.db)} reviewed={await reviewedFindings(ask.db, LAST)} />),
  ),
  get(
    paths.finding(':id'),
    RIGHT,
    withFinding((ask, finding) => findingPage(ask, finding)),
  ),
  post(paths.finding(':id'), RIGHT, '操作履歴の分析の確認', withFinding(review)),
];
