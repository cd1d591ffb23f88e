import type { Actor } from '../../../audit/actor.ts';
import { instantOf } from '../../../lib/dates/jst.ts';
import type { Db, Tx } from '../../../lib/db/db.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import type { Form } from '../../../lib/form/index.ts';
import { Button, type FormErrors, Says } from '../../../lib/html/index.ts';
import type { Outcome } from '../../../lib/outcome.ts';
import type { Content } from '../../../running/content.ts';
import {
  type CorrectRefusal,
  correctFault,
  correctMonth,
  type FaultCorrection,
  type MonthCorrection,
  nextOfFault,
  nextOfMonth,
  notesIn,
} from '../../../running/corrections.ts';
import { readFault } from '../../../running/faults.ts';
import { newestPaper, type PaperOf, type SentPaper } from '../../../running/papers.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, type Kept, post, type Route, type SignedAsk, show } from '../../route.ts';
import { correctFaultForm, correctMonthForm } from './correct-forms.ts';
import { BOOK, crumbOf, ReportView } from './parts.tsx';
import { runningEntry } from './subject.ts';

const RIGHT = 'running.write';
const CHANGED =
  'この画面を開いたあとに、内容が変わりました。下の内容を確かめて、もう一度提出してください。まだ提出していません。';

/** A report that is corrected: what it is a version of, what its next version says of what was typed, and the act that submits it. */
type Corrected<V extends object> = {
  before: SentPaper;
  at: string;
  crumbs: { href: string; words: string }[];
  form: Form<V>;
  values: Partial<V>;
  next: (tx: Tx, typed: V) => Promise<Content | undefined>;
  submit: (db: Db, actor: Actor, typed: V, seen: string) => Promise<Outcome<number, CorrectRefusal>>;
};

type Shown = { content?: Content | undefined; errors?: FormErrors; refused?: string };

/** The form, and below it the version as it will be: it is submitted once it was looked at. */
function CorrectPage<V extends object>({
  ask,
  corrected,
  content,
  errors = {},
  refused,
}: Shown & { ask: SignedAsk; corrected: Corrected<V> }) {
  const { before, at, crumbs, form, values } = corrected;
  return (
    <TitledPage
      ask={ask}
      title={`訂正版（第${before.number + 1}版）を作成する`}
      crumbs={[...crumbs, { href: paths.paper(before.id), words: before.content.title }]}
      errors={errors}
      refused={refused}
    >
      <Says class="lead">提出した版は、そのまま残ります。訂正版の内容を確かめてから、提出します。</Says>
      <DeskForm
        ask={ask}
        form={form}
        action={at}
        values={values}
        errors={errors}
        seen={content === undefined ? undefined : fingerprint(content)}
        submit={
          <Button name="act" value="show" kind={content === undefined ? 'first' : 'second'}>
            訂正版の内容を確かめる
          </Button>
        }
        more={
          content !== undefined && (
            <Button name="act" value="submit">
              第{before.number + 1}版を提出する
            </Button>
          )
        }
        back={{ href: paths.paper(before.id), words: '提出した版に戻る' }}
      />
      {content !== undefined && (
        <Section title={content.title}>
          <ReportView content={content} />
        </Section>
      )}
    </TitledPage>
  );
}

async function pressed<V extends object>(ask: SignedAsk, corrected: Corrected<V>): Promise<Answer> {
  const page = (shown: Shown, status = 200) => show(<CorrectPage ask={ask} corrected={corrected} {...shown} />, status);
  const typed = readForm(ask, corrected.form);
  if (!typed.ok) return page({ errors: typed.errors }, 422);
  const shows = () => corrected.next(ask.db, typed.value);
  if (field(ask.body, 'act') !== 'submit') return page({ content: await shows() });
  const submitted = await corrected.submit(ask.db, ask.actor, typed.value, field(ask.body, 'seen'));
  if (submitted.ok) return go(withQuery(paths.paper(submitted.value), { done: 'submitted' }));
  return page({ content: await shows(), refused: CHANGED }, 409);
}

type Find<V extends object> = (ask: SignedAsk) => Promise<Corrected<V> | undefined>;

const routesOf = <V extends object>(at: string, kept: Kept, find: Find<V>): Route[] => {
  const withFound = (work: (ask: SignedAsk, corrected: Corrected<V>) => Answer | Promise<Answer>) => async (ask: SignedAsk) => {
    const corrected = await find(ask);
    return corrected === undefined ? show(<NotFound ask={ask} />, 404) : work(ask, corrected);
  };
  return [
    get(
      at,
      RIGHT,
      withFound((ask, corrected) => show(<CorrectPage ask={ask} corrected={corrected} />)),
    ),
    post(at, RIGHT, kept, withFound(pressed)),
  ];
};

const newest = (ask: SignedAsk, of: PaperOf): Promise<SentPaper | undefined> => newestPaper(ask.db, of);

const monthOfAsk: Find<MonthCorrection> = async (ask) => {
  const at = ask.params['month'] ?? '';
  if (!/^\d{4}-(0[1-9]|1[0-2])$/u.test(at)) return undefined;
  const month = `${at}-01`;
  const before = await newest(ask, { kind: 'month', month });
  return (
    before && {
      before,
      at: paths.correctMonth(at),
      crumbs: [{ href: paths.months, words: '月次報告' }],
      form: correctMonthForm,
      values: { ...notesIn(before.content), figures: 'kept' },
      next: (tx, typed) => nextOfMonth(tx, before, month, typed),
      submit: (db, actor, typed, seen) => correctMonth(db, actor, month, typed, seen),
    }
  );
};

const faultOfAsk: Find<FaultCorrection> = async (ask) => {
  const typedId = ask.params['id'] ?? '';
  if (!/^[1-9]\d{0,8}$/u.test(typedId)) return undefined;
  const id = Number(typedId);
  const [fault, before] = await Promise.all([readFault(ask.db, id), newest(ask, { kind: 'fault-report', entryId: id })]);
  if (fault === undefined || before === undefined) return undefined;
  const { beganAt, endedAt, ...parts } = fault;
  return {
    before,
    at: paths.correctFault(id),
    crumbs: [BOOK, crumbOf({ id })],
    form: correctFaultForm(ask.now),
    values: { ...parts, beganAt: instantOf(beganAt), ...(endedAt === null ? {} : { endedAt: instantOf(endedAt) }) },
    next: (tx, typed) => nextOfFault(tx, before, id, typed),
    submit: (db, actor, typed, seen) => correctFault(db, actor, id, typed, seen),
  };
};

/** Reports that were submitted are corrected by another version. */
export const correctRoutes: readonly Route[] = [
  ...routesOf(paths.correctMonth(':month'), '月次報告の訂正版', monthOfAsk),
  ...routesOf(paths.correctFault(':id'), { words: '障害報告書の訂正版', of: runningEntry }, faultOfAsk),
];
