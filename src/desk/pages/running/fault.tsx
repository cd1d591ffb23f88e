import { instantOf } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, LinkButton, PostForm, Says } from '../../../lib/html/index.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { readContacts } from '../../../running/contacts.ts';
import {
  type Fault,
  type FaultRefusal,
  firstContent,
  readFault,
  saveFirst,
  saveParts,
  seenOfFault,
  sendFirst,
  submitReport,
} from '../../../running/faults.ts';
import { papersOf, type SentPaper } from '../../../running/papers.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { firstForm, partsForm } from './forms.ts';
import { BOOK, crumbOf, ReportView, reportPaper } from './parts.tsx';

const RIGHT = 'running.write';

const REFUSED: Record<FaultRefusal, string> = {
  unknown: 'この記録は、障害の記録ではありません。',
  changed_meanwhile:
    'この画面を開いたあとに、ほかの職員が変更したか、報告しました。現在の内容を確かめてください。何も変更していません。',
  incomplete: 'すべての欄を入力して保存してから、提出してください。まだ提出していません。',
  submitted: '障害報告書を提出したため、変更できません。',
};
const DONE: Record<string, string> = { saved: '保存しました。' };

type Loaded = { fault: Fault; papers: SentPaper[]; mails: readonly string[]; seen: string };
type More = { errors?: FormErrors; refused?: FaultRefusal };

const withFault = withRow(async (ask, id): Promise<Loaded | undefined> => {
  const fault = await readFault(ask.db, id);
  if (fault === undefined) return undefined;
  const [papers, { mails }] = await Promise.all([papersOf(ask.db, id), readContacts(ask.db)]);
  return { fault, papers, mails, seen: seenOfFault(fault, papers) };
});

/** A form whose page was old shows what was typed beside nothing newer: the fingerprint stays the one it came with. */
const seenFor = (ask: SignedAsk, seen: string, { errors }: More): string =>
  errors === undefined || field(ask.body, 'seen') === '' ? seen : field(ask.body, 'seen');

const firstValues = (fault: Fault) => ({
  beganAt: instantOf(fault.beganAt),
  endedAt: fault.endedAt === null ? null : instantOf(fault.endedAt),
  event: fault.event,
  impact: fault.impact,
  handling: fault.handling,
});

const isSubmitted = (papers: readonly SentPaper[]): boolean => papers.some(({ kind }) => kind === 'fault-report');

/** 初報, and those after it: typed, kept, looked at as it will be, then handed over. */
function FirstPage({ ask, loaded, more }: { ask: SignedAsk; loaded: Loaded; more: More }) {
  const { fault, papers, mails, seen } = loaded;
  const content = firstContent(fault, papers.length + 1);
  const whole = fault.event !== '' && fault.impact !== '' && fault.handling !== '';
  return (
    <TitledPage
      ask={ask}
      title={content.title}
      heading={`${content.title}：${fault.subject}`}
      crumbs={[BOOK, crumbOf({ id: fault.entryId })]}
      said={more.refused === undefined && more.errors === undefined ? DONE[field(ask.query, 'done')] : undefined}
      refused={more.refused === undefined ? undefined : REFUSED[more.refused]}
      errors={more.errors ?? {}}
    >
      {isSubmitted(papers) ? (
        <Says class="lead">{REFUSED.submitted}</Says>
      ) : (
        <>
          <DeskForm
            ask={ask}
            form={firstForm(ask.now)}
            action={paths.firstReport(fault.entryId)}
            values={firstValues(fault)}
            errors={more.errors}
            seen={seenFor(ask, seen, more)}
            submit="保存する"
            back={{ href: paths.entry(fault.entryId), words: '記録に戻る' }}
          />
          <section class="desk-section">
            <h2>市へ報告する内容（保存済み）</h2>
            <ReportView content={content} />
            <PostForm action={paths.sendFirst(fault.entryId)} token={ask.token} hidden={{ seen }}>
              <Says>
                {mails.length === 0
                  ? '報告先のメールアドレスが、設定されていません。印刷して渡すか、電話で伝え、「報告したことを記録する」を押してください。'
                  : `報告先の${mails.length}件のメールアドレスへ送ります。`}
              </Says>
              <p class="acts">
                {whole && <Button>{mails.length === 0 ? '報告したことを記録する' : '市へ報告する（メール）'}</Button>}
                <LinkButton href={paths.firstReportPdf(fault.entryId)} kind="second">
                  印刷（PDF）
                </LinkButton>
              </p>
              {!whole && <Says class="soft">事象、影響、対応状況を入力して保存すると、報告できます。</Says>}
            </PostForm>
          </section>
        </>
      )}
    </TitledPage>
  );
}

/** The 障害報告書: its three parts, kept as they grow, submitted once. */
function ReportPage({ ask, loaded, more }: { ask: SignedAsk; loaded: Loaded; more: More }) {
  const { fault, papers, seen } = loaded;
  const missing = [
    ...(fault.endedAt === null ? ['復旧日時'] : []),
    ...(fault.impact === '' ? ['影響'] : []),
    ...(fault.cause === '' ? ['原因'] : []),
    ...(fault.action === '' ? ['対応内容'] : []),
    ...(fault.prevention === '' ? ['再発防止策'] : []),
  ];
  return (
    <TitledPage
      ask={ask}
      title="障害報告書"
      heading={`障害報告書：${fault.subject}`}
      crumbs={[BOOK, crumbOf({ id: fault.entryId })]}
      said={more.refused === undefined && more.errors === undefined ? DONE[field(ask.query, 'done')] : undefined}
      refused={more.refused === undefined ? undefined : REFUSED[more.refused]}
      errors={more.errors ?? {}}
    >
      {isSubmitted(papers) ? (
        <Says class="lead">{REFUSED.submitted}</Says>
      ) : (
        <>
          <DeskForm
            ask={ask}
            form={partsForm}
            action={paths.faultReport(fault.entryId)}
            values={fault}
            errors={more.errors}
            seen={seenFor(ask, seen, more)}
            submit="保存する"
            back={{ href: paths.entry(fault.entryId), words: '記録に戻る' }}
          />
          <section class="desk-section">
            <h2>提出</h2>
            {missing.length > 0 ? (
              <p>
                次の欄を入力して保存すると、提出できます：{missing.join('、')}。復旧日時と影響は、
                <a href={paths.firstReport(fault.entryId)}>報告の内容</a>で入力します。
              </p>
            ) : (
              <PostForm action={paths.submitFault(fault.entryId)} token={ask.token} hidden={{ seen }}>
                <Says>保存した内容で提出します。提出した報告書は、変更できません。</Says>
                <p class="acts">
                  <Button>障害報告書を提出する</Button>
                </p>
              </PostForm>
            )}
          </section>
        </>
      )}
    </TitledPage>
  );
}

const firstPage = async (ask: SignedAsk, loaded: Loaded, more: More = {}, status = 200): Promise<Answer> =>
  show(<FirstPage ask={ask} loaded={loaded} more={more} />, status);
const reportPage = async (ask: SignedAsk, loaded: Loaded, more: More = {}, status = 200): Promise<Answer> =>
  show(<ReportPage ask={ask} loaded={loaded} more={more} />, status);

const idOf = ({ fault }: Loaded): number => fault.entryId;

export const faultRoutes: readonly Route[] = [
  get(
    paths.firstReport(':id'),
    RIGHT,
    withFault((ask, loaded) => firstPage(ask, loaded)),
  ),
  post(
    paths.firstReport(':id'),
    RIGHT,
    withFault(async (ask, loaded) => {
      const typed = readForm(ask, firstForm(ask.now));
      if (!typed.ok) return firstPage(ask, loaded, { errors: typed.errors }, 422);
      const saved = await saveFirst(ask.db, ask.actor, idOf(loaded), field(ask.body, 'seen'), typed.value);
      return saved.ok
        ? go(withQuery(paths.firstReport(idOf(loaded)), { done: 'saved' }))
        : firstPage(ask, loaded, { refused: saved.reason }, 409);
    }),
  ),
  post(
    paths.sendFirst(':id'),
    RIGHT,
    withFault(async (ask, loaded) => {
      const sent = await sendFirst(ask.db, ask.actor, idOf(loaded), field(ask.body, 'seen'));
      if (sent.ok) return go(withQuery(paths.paper(sent.value), { done: 'sent' }));
      return firstPage({ ...ask, body: {} }, loaded, { refused: sent.reason }, 409);
    }),
  ),
  get(
    paths.firstReportPdf(':id'),
    RIGHT,
    withFault(async (_ask, { fault, papers }) => {
      const content = firstContent(fault, papers.length + 1);
      return file('application/pdf', `${content.title}_${fault.entryId}.pdf`, await printPdf(reportPaper(content, null)));
    }),
  ),
  get(
    paths.faultReport(':id'),
    RIGHT,
    withFault((ask, loaded) => reportPage(ask, loaded)),
  ),
  post(
    paths.faultReport(':id'),
    RIGHT,
    withFault(async (ask, loaded) => {
      const typed = readForm(ask, partsForm);
      if (!typed.ok) return reportPage(ask, loaded, { errors: typed.errors }, 422);
      const saved = await saveParts(ask.db, ask.actor, idOf(loaded), field(ask.body, 'seen'), typed.value);
      return saved.ok
        ? go(withQuery(paths.faultReport(idOf(loaded)), { done: 'saved' }))
        : reportPage(ask, loaded, { refused: saved.reason }, 409);
    }),
  ),
  post(
    paths.submitFault(':id'),
    RIGHT,
    withFault(async (ask, loaded) => {
      const sent = await submitReport(ask.db, ask.actor, idOf(loaded), field(ask.body, 'seen'));
      if (sent.ok) return go(withQuery(paths.paper(sent.value), { done: 'submitted' }));
      return reportPage({ ...ask, body: {} }, loaded, { refused: sent.reason }, 409);
    }),
  ),
];
