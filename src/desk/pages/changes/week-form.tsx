import type { CalendarState } from '../../../calendar/state.ts';
import { type Form, FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, type FormErrors } from '../../../lib/html/index.ts';
import { mayBegin } from '../../parts/begin-change.tsx';
import type { Picked } from '../../parts/counter-pick.tsx';
import { paths } from '../../paths.ts';
import { type DraftAsk, DraftForm, hiddenOf } from './draft.tsx';
import { type Week, weekBoxes } from './week-read.ts';
import { followedNow } from './week-table.tsx';
import { WEEKDAYS } from './words.ts';

export type WeekProps = {
  picked: Picked;
  /** The rules that the next weeks are shown by: with the draft, and with what was typed where the clerk only looks. */
  shown: CalendarState;
  looking: boolean;
  errors: FormErrors;
  problem?: string | undefined;
};

type PartProps = { ask: DraftAsk; form: Form<Week>; state: FormState };

/** 第2木曜日 and the like, in one go for several weeks of the month. */
const NthWeekday = ({ ask, form, state }: PartProps) => (
  <fieldset class="week-part">
    <legend class="label">月に何回かの規則を追加する</legend>
    <FormFields form={form} state={state} only={['nth']} />
    <div class="week-row week-row-hours">
      <FormFields form={form} state={state} only={['nthWeekday', 'nthPattern']} />
    </div>
    <p class="hint">
      その日は、ここで選んだ時間だけになります。昼も夜も開庁するときは、昼と夜の両方が入ったパターンを選んでください。
      {mayBegin(ask, 'pattern') && (
        <>
          ないときは、
          <a href={paths.draftChange(ask.draft.id, 'pattern')}>パターンを作成する</a>。
        </>
      )}
    </p>
    <FormFields form={form} state={state} only={['except']} />
  </fieldset>
);

const Span = ({ form, state }: Omit<PartProps, 'ask'>) => (
  <fieldset class="week-part">
    <legend class="label">適用期間</legend>
    <p class="hint">
      空欄にすると、公開したときから期限なしです。期間のある規則が現在当たっている曜日では、その期間とそのあとの規則を、どちらも変更します。先の日から始まる規則は変わりません。祝日と年末年始は、規則にかかわらず閉庁です。
    </p>
    <div class="week-row">
      <FormFields form={form} state={state} only={['from', 'to']} />
    </div>
  </fieldset>
);

/** The week of a counter, single weeks of the month and from when to when: one form. */
export function WeekForm({ ask, props: { picked, errors } }: { ask: DraftAsk; props: WeekProps }) {
  const form = weekBoxes(ask, picked);
  return (
    <DraftForm
      ask={ask}
      what="week"
      form={form}
      values={{ weekly: new Map(WEEKDAYS.map((weekday) => [weekday, followedNow(ask, picked, weekday)])) }}
      errors={errors}
      hidden={hiddenOf(picked)}
      draw={(state) => (
        <>
          <FormFields form={form} state={state} only={['weekly']} />
          <NthWeekday ask={ask} form={form} state={state} />
          <Span form={form} state={state} />
        </>
      )}
      more={
        <Button kind="second" name="act" value="look">
          追加する前に、予定を確認する
        </Button>
      }
    />
  );
}
