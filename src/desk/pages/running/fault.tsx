import type { VNode } from 'preact';
import type { Actor } from '../../../audit/actor.ts';
import { instantOf } from '../../../lib/dates/jst.ts';
import type { Db } from '../../../lib/db/db.ts';
import type { Form } from '../../../lib/form/index.ts';
import { Button, type FormErrors, LinkButton, Says } from '../../../lib/html/index.ts';
import type { Outcome } from '../../../lib/outcome.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import {
  type Fault,
  type FaultRefusal,
  firstContent,
  saveFirst,
  saveParts,
  sendFirst,
  submitReport,
} from '../../../running/faults.ts';
import { noticesIn } from '../../../running/papers.ts';
import { DeskForm, readForm, unsaved } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { type Loaded, REFUSED, RIGHT, seenFor, withFault } from './fault-page.ts';
import { firstForm, partsForm } from './forms.ts';
import { BOOK, crumbOf, ReportView, reportPaper } from './parts.tsx';
import { runningEntry } from './subject.ts';

const DONE: Record<string, string> = {
  saved: '保存しました。',
  added: '入力した内容を保存しました。まだ市へ報告していません。下の内容を確かめて、もう一度押してください。',
};

type More = { errors?: FormErrors; refused?: FaultRefusal };

type Id = number | ':id';
/** What is typed and saved as it grows, and handed over as it was saved. */
type Report<V extends object> = {
  title: (loaded: Loaded) => string;
  at: (id: Id) => string;
  /** What saving and handing over are called where they were set aside. */
  kept: { save: string; hand: string };
  form: (now: Temporal.Instant) => Form<V>;
  values: (fault: Fault) => Partial<V>;
  save: (db: Db, actor: Actor, id: number, seen: string, typed: V) => Promise<Outcome<unknown, FaultRefusal>>;
  /** The foot of the form: what was saved, and the press that hands it over. */
  Saved: (props: { loaded: Loaded }) => VNode;
  handAt: (id: Id) => string;
  hand: (db: Db, actor: Actor, id: number, seen: string) => Promise<Outcome<number, FaultRefusal>>;
  /** What the page of the paper says then. */
  handed: string;
};

type PageProps<V extends object> = { ask: SignedAsk; loaded: Loaded; more: More; report: Report<V> };

function ReportPage<V extends object>({ ask, loaded, more, report: { title, at, form, values, Saved } }: PageProps<V>) {
  const { fault, papers, seen } = loaded;
  return (
    <TitledPage
      ask={ask}
      title={title(loaded)}
      heading={`${title(loaded)}：${fault.subject}`}
      crumbs={[BOOK, crumbOf({ id: fault.entryId })]}
      said={more.refused === undefined && more.errors === undefined ? DONE[field(ask.query, 'done')] : undefined}
      refused={more.refused === undefined ? undefined : REFUSED[more.refused]}
      errors={more.errors ?? {}}
    >
      {fault.withdrawnAs !== null || papers.some(({ kind }) => kind === 'fault-report') ? (
        <Says class="lead">{fault.withdrawnAs === null ? REFUSED.submitted : REFUSED.withdrawn}</Says>
      ) : (
        <DeskForm
          ask={ask}
          form={form(ask.now)}
          action={at(fault.entryId)}
          values={values(fault)}
          errors={more.errors}
          seen={seenFor(ask, seen, more)}
          submit="保存する"
          back={{ href: paths.entry(fault.entryId), words: '記録に戻る' }}
          foot={<Saved loaded={loaded} />}
        />
      )}
    </TitledPage>
  );
}

/** 初報, and those after it: looked at as it will be, then handed over. */
function FirstSaved({ loaded: { fault, papers, mails } }: { loaded: Loaded }) {
  const whole = fault.event !== '' && fault.impact !== '' && fault.handling !== '';
  return (
    <Section title="市へ報告する内容（保存済み）">
      <ReportView content={firstContent(fault, noticesIn(papers) + 1)} />
      <Says>
        {mails.length === 0
          ? '報告先のメールアドレスが、設定されていません。印刷して渡すか、電話で伝え、「報告したことを記録する」を押してください。'
          : `報告先の${mails.length}件のメールアドレスへ送ります。`}
      </Says>
      <p class="acts">
        {whole && (
          <Button action={paths.sendFirst(fault.entryId)}>
            {mails.length === 0 ? '報告したことを記録する' : '市へ報告する（メール）'}
          </Button>
        )}
        <LinkButton href={paths.firstReportPdf(fault.entryId)} kind="second">
          印刷（PDF）
        </LinkButton>
      </p>
      {!whole && <Says class="soft">事象、影響、対応状況を入力して保存すると、報告できます。</Says>}
    </Section>
  );
}

/** The 障害報告書 is submitted once, when its parts are whole. */
function PartsSaved({ loaded: { fault } }: { loaded: Loaded }) {
  const missing = [
    ...(fault.endedAt === null ? ['復旧日時'] : []),
    ...(fault.impact === '' ? ['影響'] : []),
    ...(fault.cause === '' ? ['原因'] : []),
    ...(fault.action === '' ? ['対応内容'] : []),
    ...(fault.prevention === '' ? ['再発防止策'] : []),
  ];
  return (
    <Section title="提出">
      {missing.length > 0 ? (
        <p>
          次の欄を入力して保存すると、提出できます：{missing.join('、')}。復旧日時と影響は、
          <a href={paths.firstReport(fault.entryId)}>報告の内容</a>で入力します。
        </p>
      ) : (
        <>
          <Says>保存した内容で提出します。提出した報告書は、そのまま残ります。誤りがあったときは、訂正版を提出します。</Says>
          <p class="acts">
            <Button action={paths.submitFault(fault.entryId)}>障害報告書を提出する</Button>
          </p>
        </>
      )}
    </Section>
  );
}

function routesOf<V extends object>(report: Report<V>): Route[] {
  const { at, kept, form, values, save, handAt, hand, handed } = report;
  const page = (ask: SignedAsk, loaded: Loaded, more: More = {}, status = 200): Answer =>
    show(<ReportPage ask={ask} loaded={loaded} more={more} report={report} />, status);
  return [
    get(
      at(':id'),
      RIGHT,
      withFault((ask, loaded) => page(ask, loaded)),
    ),
    post(
      at(':id'),
      RIGHT,
      { words: kept.save, of: runningEntry },
      withFault(async (ask, loaded) => {
        const id = loaded.fault.entryId;
        const typed = readForm(ask, form(ask.now));
        if (!typed.ok) return page(ask, loaded, { errors: typed.errors }, 422);
        const saved = await save(ask.db, ask.actor, id, field(ask.body, 'seen'), typed.value);
        return saved.ok ? go(withQuery(at(id), { done: 'saved' })) : page(ask, loaded, { refused: saved.reason }, 409);
      }),
    ),
    post(
      handAt(':id'),
      RIGHT,
      { words: kept.hand, of: runningEntry },
      withFault(async (ask, loaded) => {
        const id = loaded.fault.entryId;
        // What was typed and not saved is looked at before it is handed over.
        const typed = unsaved(ask, form(ask.now), values(loaded.fault));
        if (typed?.ok === false) return page(ask, loaded, { errors: typed.errors }, 422);
        if (typed !== undefined) {
          const saved = await save(ask.db, ask.actor, id, field(ask.body, 'seen'), typed.value);
          return saved.ok ? go(withQuery(at(id), { done: 'added' })) : page(ask, loaded, { refused: saved.reason }, 409);
        }
        const sent = await hand(ask.db, ask.actor, id, field(ask.body, 'seen'));
        if (sent.ok) return go(withQuery(paths.paper(sent.value), { done: handed }));
        return page({ ...ask, body: {} }, loaded, { refused: sent.reason }, 409);
      }),
    ),
  ];
}

export const faultRoutes: readonly Route[] = [
  ...routesOf({
    title: ({ fault, papers }) => firstContent(fault, noticesIn(papers) + 1).title,
    at: paths.firstReport,
    kept: { save: '障害の初報の記入', hand: '障害の初報の送信' },
    form: firstForm,
    values: (fault) => ({
      ...fault,
      beganAt: instantOf(fault.beganAt),
      endedAt: fault.endedAt === null ? null : instantOf(fault.endedAt),
    }),
    save: saveFirst,
    Saved: FirstSaved,
    handAt: paths.sendFirst,
    hand: sendFirst,
    handed: 'sent',
  }),
  get(
    paths.firstReportPdf(':id'),
    RIGHT,
    withFault(async (_ask, { fault, papers }) => {
      const content = firstContent(fault, noticesIn(papers) + 1);
      return file('application/pdf', `${content.title}_${fault.entryId}.pdf`, await printPdf(reportPaper(content, null)));
    }),
  ),
  ...routesOf({
    title: () => '障害報告書',
    at: paths.faultReport,
    kept: { save: '障害報告書の記入', hand: '障害報告書の提出' },
    form: () => partsForm,
    values: (fault) => fault,
    save: saveParts,
    Saved: PartsSaved,
    handAt: paths.submitFault,
    hand: submitReport,
    handed: 'submitted',
  }),
];
