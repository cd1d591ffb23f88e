import type { SetUpAct } from '../../../cards/set-up.ts';
import type { BoxDay } from '../../../intake/box-day.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, LinkButton, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { BoxFlow } from './flow.tsx';
import { numberForm } from './forms.ts';
import { nextStep, openSteps, type Step, signOf } from './steps.ts';

type BoxDayProps = {
  day: BoxDay;
  steps: readonly Step[];
  /** What was set up together, and may be taken back. */
  acts: readonly SetUpAct[];
  /** Fingerprint of the cards that one press would set up. */
  seen: string;
  errors: FormErrors;
};
type Of = { ask: SignedAsk; props: BoxDayProps };

const SAID: Readonly<Record<string, string>> = {
  told: '枚数を記録しました。',
  explained: '枚数と理由を記録しました。',
  'no-difference': '枚数を記録しました。枚数が一致しているため、理由は記録していません。',
  'set-up': '交付前設定を記録しました。',
  undone: '交付前設定の記録を取り消しました。',
};
const STALE = 'ほかの職員の操作で、内容が変わりました。現在の内容を確かめて、もう一度操作してください。何も記録していません。';

/** What is to be done now, with its press. */
function Next({ ask, steps }: { ask: SignedAsk; steps: readonly Step[] }) {
  const next = nextStep(steps);
  if (next === undefined) return null;
  return (
    <Section id="next" title={`次の作業：${next.name}`}>
      <Says>{next.says}</Says>
      {next.go !== undefined && can(ask.session, next.go.right) ? (
        <p class="acts">
          <LinkButton href={next.go.href}>{next.go.words}</LinkButton>
        </p>
      ) : (
        <Says>権限のある職員が行います。</Says>
      )}
    </Section>
  );
}

function Steps({ ask, props: { steps } }: Of) {
  return (
    <Section id="steps" title="作業の一覧">
      <Table
        caption="作業の順"
        wide
        stacked="plain"
        columns={[wholeCol('作業'), wholeCol('状態'), '内容と操作']}
        rows={steps.map((step, at) => [
          <b>
            {at + 1}. {step.name}
          </b>,
          signOf(step),
          <>
            {step.says}
            {step.go !== undefined && can(ask.session, step.go.right) && (
              <span class="sub">
                <a href={step.go.href}>{step.go.words}</a>
              </span>
            )}
          </>,
        ])}
      />
    </Section>
  );
}

/** The numbers and the reason of a difference in one form. A reason that was given stands in the steps; of other numbers it says nothing. */
function Numbers({ ask, props: { day, errors } }: Of) {
  const { told } = day;
  const values = told === null ? {} : { cards: told.cards, counted: told.counted };
  return (
    <Section id="number" title="枚数を確かめる">
      <DeskForm
        ask={ask}
        form={numberForm}
        action={paths.boxDayAct(day.importId, 'told')}
        values={values}
        errors={errors}
        submit={<Button kind="second">枚数と理由を記録する</Button>}
      />
    </Section>
  );
}

function SetUps({ ask, props: { day, acts, seen } }: Of) {
  if (day.toSetUp === 0 && acts.length === 0) return null;
  return (
    <Section id="set-ups" title="交付前設定をまとめて記録する">
      {day.toSetUp > 0 && (
        <PostForm action={paths.boxDayAct(day.importId, 'set-up')} token={ask.token} hidden={{ seen }}>
          <p class="acts">
            <Button kind="second">残り{grouped(day.toSetUp)}枚を設定済みにする</Button>
          </p>
        </PostForm>
      )}
      {acts.length > 0 && (
        <Table
          caption="まとめて記録した交付前設定"
          columns={[wholeCol('日時'), '職員', { head: '枚数', right: true, whole: true }, '取り消し']}
          rows={acts.map(({ id, at, by, cards }) => [
            deskMoment(at),
            by ?? '',
            `${grouped(cards)}枚`,
            <PostForm action={paths.boxDayAct(day.importId, 'undo')} token={ask.token} hidden={{ act: String(id) }}>
              <Button kind="stop">
                取り消す<span class="unseen">：{deskMoment(at)}</span>
              </Button>
            </PostForm>,
          ])}
        />
      )}
    </Section>
  );
}

/** A delivery's day in order: what is done, what is left, and where it is done. */
export function BoxDayPage({ ask, props }: Of) {
  const { day, steps, errors } = props;
  const left = openSteps(steps);
  const done = field(ask.query, 'done');
  return (
    <TitledPage
      ask={ask}
      title="箱の一日"
      heading={`箱の一日：${day.fileName}`}
      crumbs={[{ href: paths.boxDays, words: '届いた箱' }]}
      said={SAID[done]}
      refused={done === 'stale' ? STALE : undefined}
      errors={errors}
    >
      <Says class="lead">
        {`${deskMoment(day.at)}に取り込みました（取込み ${day.importId}番）${day.lots.length > 0 ? `、ロット ${day.lots.join('、')}` : ''}。${left === 0 ? 'すべての作業が済みました。' : `残っている作業は${left}つです。`}`}
      </Says>
      <BoxFlow ask={ask} steps={steps} />
      <Next ask={ask} steps={steps} />
      <Steps ask={ask} props={props} />
      <Numbers ask={ask} props={props} />
      <SetUps ask={ask} props={props} />
    </TitledPage>
  );
}
