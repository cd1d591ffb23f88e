import type { ComponentChildren } from 'preact';
import { longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, PostForm, Table, wholeCol } from '../../../lib/html/index.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import {
  type AnswerRefusal,
  answerEntry,
  type Entry,
  type EntryLine,
  linesOf,
  readEntry,
  reopenEntry,
} from '../../../running/entries.ts';
import { type Fault, readFault } from '../../../running/faults.ts';
import { kindWords, lineWords, wayWords, withdrawnWords } from '../../../running/kinds.ts';
import { noticesIn, papersOf, type SentPaper } from '../../../running/papers.ts';
import { can } from '../../../staff/rights.ts';
import { readForm, stateOf } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { answerForm } from './forms.ts';
import { BOOK, EntryStateMark } from './parts.tsx';
import { runningEntry } from './subject.ts';

const DONE: Record<string, string> = {
  added: '記録を追加しました。',
  answered: '回答・対応を記録しました。',
  completed: '完了にしました。',
  reopened: '対応を再開しました。',
  withdrawn: '障害の記録を取り下げました。',
  open: 'この記録は、すでに対応中です。',
};
const REFUSED: Record<Exclude<AnswerRefusal, 'unknown'>, string> = {
  changed_meanwhile:
    'この画面を開いたあとに、記録が追加されました。下の経過を確かめて、もう一度押してください。入力した内容は、欄に残っています。',
  not_reported: '障害報告書を提出してから、完了にしてください。入力した内容は、欄に残っています。',
};

type Props = {
  entry: Entry;
  lines: EntryLine[];
  papers: SentPaper[];
  fault: Fault | undefined;
  errors?: FormErrors;
  refused?: string;
};

function Facts({ ask, entry, fault }: { ask: SignedAsk } & Pick<Props, 'entry' | 'fault'>) {
  const facts: [string, ComponentChildren][] = [
    ['種類', kindWords(entry.kind)],
    ['状態', <EntryStateMark entry={entry} />],
    ['受付', `${deskMoment(entry.receivedAt)}　${wayWords(entry.way)}${entry.fromWhom === '' ? '' : `　${entry.fromWhom}`}`],
    ['記録した職員', entry.by ?? '監視（自動）'],
    ['期限', entry.dueOn === null ? '設定していません' : longDate(entry.dueOn)],
    ...(entry.completedAt === null
      ? []
      : [['完了', `${deskMoment(entry.completedAt)}　${entry.completedBy ?? ''}`] as [string, string]]),
    ...(fault === undefined || fault.withdrawnAs === null
      ? []
      : [['障害の取下げ', `${withdrawnWords(fault.withdrawnAs)}　${fault.withdrawnWhy ?? ''}`] as [string, string]]),
    ...(entry.findingId === null || !can(ask.session, 'audit.see')
      ? []
      : [['操作履歴の点検', <a href={paths.finding(entry.findingId)}>点検の結果を表示する</a>] as [string, ComponentChildren]]),
    ...(entry.body === '' ? [] : [['内容', <span class="mailing-body">{entry.body}</span>] as [string, ComponentChildren]]),
  ];
  return (
    <dl class="mailing-facts">
      {facts.map(([term, value]) => (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a fault is reported with, and what was handed over already. */
function Reports({ ask, entry, papers, fault }: { ask: SignedAsk } & Pick<Props, 'entry' | 'papers' | 'fault'>) {
  if (entry.kind !== 'fault') return null;
  const withdrawn = fault !== undefined && fault.withdrawnAs !== null;
  const submitted = papers.some(({ kind }) => kind === 'fault-report');
  return (
    <Section title="市への報告">
      <Table
        caption="市への報告"
        empty={
          withdrawn
            ? '取り下げたため、報告していません。'
            : 'まだ報告していません。初報の案を確かめて、すみやかに市へ報告してください。'
        }
        columns={[wholeCol('日時'), '報告', wholeCol('職員')]}
        rows={papers.map((paper) => [
          deskMoment(paper.at),
          <a href={paths.paper(paper.id)}>{paper.content.title}</a>,
          paper.by ?? '',
        ])}
      />
      {!submitted && !withdrawn && can(ask.session, 'running.write') && (
        <p class="acts">
          <LinkButton href={paths.firstReport(entry.id)}>
            {noticesIn(papers) === 0 ? '初報の案を確かめる' : '続報を作成する'}
          </LinkButton>
          <LinkButton href={paths.faultReport(entry.id)} kind="second">
            障害報告書を作成する
          </LinkButton>
          <LinkButton href={paths.withdrawFault(entry.id)} kind="second">
            障害の記録を取り下げる
          </LinkButton>
        </p>
      )}
    </Section>
  );
}

function AnswerForm({ ask, entry, lines, errors = {} }: { ask: SignedAsk } & Props) {
  if (!can(ask.session, 'running.write')) return null;
  if (entry.completedAt !== null)
    return (
      <PostForm action={paths.entryReopen(entry.id)} token={ask.token}>
        <p class="acts">
          <Button kind="second">対応を再開する</Button>
        </p>
      </PostForm>
    );
  return (
    <Section id="answer" title="回答・対応を記録する">
      <PostForm action={paths.entryAnswer(entry.id)} token={ask.token} class="desk-form" hidden={{ lines: String(lines.length) }}>
        <FormFields form={answerForm} state={stateOf(ask, answerForm.boxes({ dueOn: entry.dueOn }), errors)} />
        <p class="acts">
          <Button>記録する</Button>
        </p>
      </PostForm>
    </Section>
  );
}

function EntryPage({ ask, ...props }: { ask: SignedAsk } & Props) {
  const { entry, lines, papers, fault, errors = {}, refused } = props;
  return (
    <TitledPage
      ask={ask}
      title={`運用の記録 ${entry.id}`}
      heading={entry.subject}
      crumbs={[BOOK]}
      errors={errors}
      said={refused === undefined ? DONE[field(ask.query, 'done')] : undefined}
      refused={refused}
    >
      <p class="sub">記録番号 {entry.id}</p>
      <Facts ask={ask} entry={entry} fault={fault} />
      <Reports ask={ask} entry={entry} papers={papers} fault={fault} />
      <Section title="経過">
        <Table
          caption="経過"
          empty="回答・対応は、まだありません。"
          columns={[wholeCol('日時'), wholeCol('区分'), '内容', wholeCol('職員')]}
          rows={lines.map(({ at, what, body, by }) => [
            deskMoment(at),
            lineWords(what),
            <span class="mailing-body">{body}</span>,
            by ?? '監視（自動）',
          ])}
        />
      </Section>
      <AnswerForm ask={ask} {...props} />
    </TitledPage>
  );
}

const withEntry = withRow((ask, id) => readEntry(ask.db, id));

async function page(ask: SignedAsk, entry: Entry, more: Partial<Props> = {}, status = 200): Promise<Answer> {
  const [lines, papers, fault] = await Promise.all([
    linesOf(ask.db, entry.id),
    papersOf(ask.db, entry.id),
    readFault(ask.db, entry.id),
  ]);
  return show(<EntryPage ask={ask} entry={entry} lines={lines} papers={papers} fault={fault} {...more} />, status);
}

async function answer(ask: SignedAsk, entry: Entry): Promise<Answer> {
  const typed = readForm(ask, answerForm);
  if (!typed.ok) return page(ask, entry, { errors: typed.errors }, 422);
  const lines = wholeNumber(0, 100_000, '')(ask.body['lines']);
  const done = await answerEntry(ask.db, ask.actor, entry.id, lines.ok ? lines.value : -1, typed.value);
  if (done.ok) return go(withQuery(paths.entry(entry.id), { done: typed.value.completes ? 'completed' : 'answered' }));
  return page(ask, entry, { refused: done.reason === 'unknown' ? REFUSED.changed_meanwhile : REFUSED[done.reason] }, 409);
}

export const entryRoutes: readonly Route[] = [
  get(
    paths.entry(':id'),
    'running.see',
    withEntry((ask, entry) => page(ask, entry)),
  ),
  post(
    paths.entryAnswer(':id'),
    'running.write',
    { words: '運用の記録への回答・経過の追記', of: runningEntry },
    withEntry(answer),
  ),
  post(
    paths.entryReopen(':id'),
    'running.write',
    { words: '運用の記録の対応の再開', of: runningEntry },
    withEntry(async (ask, entry) => {
      const reopened = await reopenEntry(ask.db, ask.actor, entry.id);
      return go(withQuery(paths.entry(entry.id), { done: reopened ? 'reopened' : 'open' }));
    }),
  ),
];
