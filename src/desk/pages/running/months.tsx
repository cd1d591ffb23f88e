import { eraMonth } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import { form, text } from '../../../lib/form/index.ts';
import {
  Button,
  type FormErrors,
  IconDone,
  IconIncomplete,
  IconYet,
  LinkButton,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import type { Content } from '../../../running/content.ts';
import {
  listMonths,
  type MonthNotes,
  type MonthRefusal,
  type MonthRow,
  monthContent,
  readNotes,
  saveNotes,
  submitMonth,
} from '../../../running/month.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm, unsaved } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { State } from '../../parts/state.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { ReportView, reportPaper } from './parts.tsx';

const LONG = 2_000;
const MONTHS = { href: paths.months, words: '月次報告' };

const notesForm = form<MonthNotes>({
  security: text('セキュリティ対策の状況', LONG, { rows: 4, hint: '部品の更新、注意喚起への対応など' }).or(''),
  remarks: text('所見', LONG, { rows: 4 }).or(''),
  plans: text('翌月の予定', LONG, { rows: 4 }).or(''),
});

const REFUSED: Record<MonthRefusal, string> = {
  not_over: 'この月は、まだ終わっていません。',
  submitted: 'この月の報告書は、提出済みです。',
  changed_meanwhile:
    'この画面を開いたあとに、報告書の内容が変わりました。現在の内容を確かめて、もう一度押してください。まだ提出していません。',
};

const DONE: Record<string, string> = {
  saved: '保存しました。',
  added:
    '入力した内容を保存し、報告書に入れました。まだ提出していません。上の内容を確かめて、もう一度「業務運用報告書を提出する」を押してください。',
};

/** A month that another has ended behind waits longer than it should. */
const Unsent = ({ last }: { last: boolean }) =>
  last ? (
    <State icon={<IconYet />}>未提出</State>
  ) : (
    <State icon={<IconIncomplete />} look="few">
      未提出（翌月を過ぎています）
    </State>
  );

function MonthsPage({ ask, months }: { ask: SignedAsk; months: MonthRow[] }) {
  return (
    <TitledPage ask={ask} title="月次報告">
      <Says class="lead">毎月の業務運用報告書です。月が終わると、記録から作成し、提出できます。</Says>
      <Table
        caption="月次報告"
        empty="終わった月の記録は、まだありません。"
        columns={[wholeCol('月'), wholeCol('状態'), wholeCol('提出')]}
        rows={months.map(({ month, paperId, version, at, by }) => [
          <a href={paperId === null ? paths.month(month.slice(0, 7)) : paths.paper(paperId)}>{eraMonth(month)}</a>,
          paperId === null ? (
            <Unsent last={month === months[0]?.month} />
          ) : (
            <State icon={<IconDone />} look="plain">
              提出済{version !== null && version > 1 ? `（第${version}版）` : ''}
            </State>
          ),
          at === null ? '' : `${deskMoment(at)}　${by ?? ''}`,
        ])}
      />
    </TitledPage>
  );
}

type Props = { month: string; content: Content; notes: MonthNotes; errors?: FormErrors; refused?: MonthRefusal };

function MonthPage({ ask, props: { month, content, notes, errors, refused } }: { ask: SignedAsk; props: Props }) {
  const at = month.slice(0, 7);
  return (
    <TitledPage
      ask={ask}
      title={`業務運用報告書（案）　${eraMonth(month)}`}
      crumbs={[MONTHS]}
      errors={errors ?? {}}
      said={refused === undefined && errors === undefined ? DONE[field(ask.query, 'done')] : undefined}
      refused={refused === undefined ? undefined : REFUSED[refused]}
    >
      <p class="acts">
        <LinkButton href={paths.monthPdf(at)} kind="second">
          案を印刷（PDF）
        </LinkButton>
      </p>
      <ReportView content={content} />
      {can(ask.session, 'running.write') && (
        <Section id="notes" title="報告書に追加する内容">
          <DeskForm
            ask={ask}
            form={notesForm}
            action={paths.month(at)}
            values={notes}
            errors={errors}
            seen={errors === undefined || field(ask.body, 'seen') === '' ? fingerprint(notes) : field(ask.body, 'seen')}
            hidden={{ shown: fingerprint(content) }}
            submit="保存する"
            back={{ href: paths.months, words: '月次報告に戻る' }}
            foot={
              <Section id="submit" title="提出">
                <Says>上の内容で提出します。提出した報告書は、そのまま残ります。誤りがあったときは、訂正版を提出します。</Says>
                <p class="acts">
                  <Button action={paths.submitMonth(at)}>業務運用報告書を提出する</Button>
                </p>
              </Section>
            }
          />
        </Section>
      )}
    </TitledPage>
  );
}

/** The month an address names, where there is a report to make of it; one that is submitted is read as it was handed over. */
const withMonth =
  (work: (ask: SignedAsk, month: string, notes: MonthNotes) => Promise<Answer>) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const row = (await listMonths(ask.db)).find(({ month }) => month.slice(0, 7) === ask.params['month']);
    if (row === undefined) return show(<NotFound ask={ask} />, 404);
    if (row.paperId !== null) return go(paths.paper(row.paperId));
    return work(ask, row.month, await readNotes(ask.db, row.month));
  };

async function page(ask: SignedAsk, month: string, more: Partial<Props> = {}, status = 200): Promise<Answer> {
  const notes = await readNotes(ask.db, month);
  const content = await monthContent(ask.db, month, notes);
  return show(<MonthPage ask={ask} props={{ month, content, notes, ...more }} />, status);
}

export const monthRoutes: readonly Route[] = [
  get(paths.months, 'running.see', async (ask) => show(<MonthsPage ask={ask} months={await listMonths(ask.db)} />)),
  get(
    paths.month(':month'),
    'running.see',
    withMonth((ask, month) => page(ask, month)),
  ),
  get(
    paths.monthPdf(':month'),
    'running.see',
    withMonth(async (ask, month, notes) => {
      const content = await monthContent(ask.db, month, notes);
      return file('application/pdf', `${content.title}（案）.pdf`, await printPdf(reportPaper(content, null)));
    }),
  ),
  post(
    paths.month(':month'),
    'running.write',
    '月次報告の記入',
    withMonth(async (ask, month) => {
      const typed = readForm(ask, notesForm);
      if (!typed.ok) return page(ask, month, { errors: typed.errors }, 422);
      const saved = await saveNotes(ask.db, month, field(ask.body, 'seen'), typed.value);
      if (!saved.ok) return page(ask, month, { refused: saved.reason }, 409);
      return go(withQuery(paths.month(month.slice(0, 7)), { done: 'saved' }));
    }),
  ),
  post(
    paths.submitMonth(':month'),
    'running.write',
    '月次報告の提出',
    withMonth(async (ask, month, notes) => {
      // What was typed and not saved is looked at in the report before it is handed over.
      const typed = unsaved(ask, notesForm, notes);
      if (typed?.ok === false) return page(ask, month, { errors: typed.errors }, 422);
      if (typed !== undefined) {
        const saved = await saveNotes(ask.db, month, field(ask.body, 'seen'), typed.value);
        if (!saved.ok) return page(ask, month, { refused: saved.reason }, 409);
        return go(withQuery(paths.month(month.slice(0, 7)), { done: 'added' }));
      }
      const submitted = await submitMonth(ask.db, ask.actor, month, field(ask.body, 'shown'));
      if (submitted.ok) return go(withQuery(paths.paper(submitted.value), { done: 'submitted' }));
      return page({ ...ask, body: {} }, month, { refused: submitted.reason }, 409);
    }),
  ),
];
