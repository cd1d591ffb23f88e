import type { TextsByPart } from '../../languages/by-language.ts';
import { onlyParts, partsChanged } from '../../languages/planned.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import { Button, type FormErrors, Notice, PostForm, Says, Table, wholeCol } from '../../lib/html/index.ts';
import { type Plan, type PlanRefusal, textsBefore } from '../../site/planned.ts';
import { withQuery } from '../paths.ts';
import { field, type SignedAsk } from '../route.ts';
import { Section } from './section.tsx';
import { SINCE_OVER } from './since.ts';
import { type PartLabels, TextsBody } from './texts-body.tsx';

/** Said after a press, by `done` of the address. */
export const PLAN_DONE: Readonly<Record<string, string>> = {
  planned: '変更を予定しました。使い始める日時に、自動で切り替わります。',
  withdrawn: '予定していた変更を取りやめました。',
  late: '取りやめる前に、使い始める日時になりました。戻すときは、「これまでの文」から選んでください。',
};

const AT_SINCE: Partial<Record<PlanRefusal, string>> = {
  past: SINCE_OVER,
  taken: '同じ日時に使い始める予定が、すでにあります。その予定を変更するか、別の日時にしてください。',
  same: 'この日時に表示される文と同じです。文を変更してください。',
  late: '変更しようとした予定は、取りやめたか、使い始める日時になりました。「予定している変更」を確かめてください。',
};

/** What is said at the box of the time; undefined: the page itself was old. */
export const planErrors = (reason: PlanRefusal): FormErrors | undefined => {
  const says = AT_SINCE[reason];
  return says === undefined ? undefined : { 'since-day': says };
};

/** The plan that a form changes, as the address or the form itself names it. */
export const planAsked = (ask: Pick<SignedAsk, 'body' | 'query'>, plans: readonly Plan[]): Plan | undefined => {
  const asked = field(ask.body, 'plan') || field(ask.query, 'plan');
  return plans.find(({ id }) => String(id) === asked);
};

/** In a list of rows: when one becomes other; undefined: nothing is planned. */
export const ComesAt = ({ at }: { at: Date | undefined }) =>
  at === undefined ? null : <span class="sub">{deskMoment(at)}に変更の予定</span>;

type ComingProps = { parts: readonly string[]; plans: readonly Plan[]; labels: PartLabels };

/** Before parts are changed at once: what is planned of the same, for that holds from its time on. */
export function ComingToo({ parts, plans, labels }: ComingProps) {
  const later = plans.flatMap(({ since, said }) =>
    Object.keys(said.texts)
      .filter((part) => parts.includes(part))
      .map((part) => `「${labels[part] ?? part}」は、${deskMoment(since)}から、予定している文に切り替わります。`),
  );
  if (later.length === 0) return null;
  return (
    <Notice kind="care" title="予定している変更があります">
      <Says>{`${later.join('')}予定の文は、前の画面の「予定している変更」で変更できます。`}</Says>
    </Notice>
  );
}

/** Above a form that holds a plan. */
export const PlanChanged = ({ plan }: { plan: Plan }) => (
  <Says class="lead">{`${deskMoment(plan.since)}からの予定を変更しています。下の欄には、予定の文が入っています。`}</Says>
);

type Props = {
  ask: Pick<SignedAsk, 'token'>;
  plans: readonly Plan[];
  /** What the row says now. */
  now: TextsByPart;
  labels: PartLabels;
  /** What all of it is called, where its parts are too many to name. */
  called?: string;
  /** Of the page with the form. */
  href: string;
  withdraw: (plan: number) => string;
};

/** What the parts that were edited after a plan was made are called. */
const editedSince = ({ plans, now, labels }: Props, plan: Plan): string[] =>
  partsChanged(plan.was, onlyParts(textsBefore(now, plans, plan.since), Object.keys(plan.was))).map(
    (part) => labels[part] ?? part,
  );

function Press({ ask, plan, href, withdraw }: Pick<Props, 'ask' | 'href' | 'withdraw'> & { plan: Plan }) {
  const of = <span class="unseen">：{deskMoment(plan.since)}からの予定</span>;
  if (plan.due) return <>まもなく切り替わります</>;
  return (
    <>
      {plan.said.shown === undefined && (
        <p>
          <a href={withQuery(href, { plan: String(plan.id) })}>変更する{of}</a>
        </p>
      )}
      <PostForm action={withdraw(plan.id)} token={ask.token}>
        <Button kind="second">取りやめる{of}</Button>
      </PostForm>
    </>
  );
}

/** What is to come of a row: what becomes other, from when, by whom; each may be called off or changed before. */
export function PlannedTexts(props: Props) {
  const { ask, plans, labels, called = Object.values(labels).join('、'), href, withdraw } = props;
  return (
    <Section id="planned" title="予定している変更">
      <Says>
        {`${called}は、「使い始める日時」を入力して登録すると、その日時に自動で切り替わります。それまでにすぐ変更した項目も、その日時に、予定の文へ切り替わります。`}
      </Says>
      <Table
        caption="予定している変更の一覧"
        wide
        columns={[wholeCol('使い始める日時'), '変わる文', '登録した職員', wholeCol('操作')]}
        empty="予定している変更は、ありません。"
        rows={plans.map((plan) => {
          const edited = editedSince(props, plan);
          return [
            deskMoment(plan.since),
            <>
              {plan.said.shown !== undefined && <p>{plan.said.shown ? '表示する' : '非表示にする'}</p>}
              <TextsBody texts={plan.said.texts} labels={labels} gone />
              {edited.length > 0 && (
                <p class="soft">{`予定した後に変更された項目：${edited.join('、')}。予定の文でよいか、確かめてください。`}</p>
              )}
            </>,
            <>
              {plan.by ?? '記録なし'}
              <span class="sub">{deskMoment(plan.at)}</span>
            </>,
            <Press ask={ask} plan={plan} href={href} withdraw={withdraw} />,
          ];
        })}
      />
    </Section>
  );
}
