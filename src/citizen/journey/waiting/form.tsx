import { saidIn } from '../../../languages/names.ts';
import {
  Button,
  ErrorSummary,
  type FormErrors,
  fieldId,
  Grouped,
  Labelled,
  PostForm,
  SelectBox,
} from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { DAY_KINDS, PARTS } from '../../../waiting/acts.ts';
import type { WaitingWish } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { paths } from '../../paths.ts';
import { useSay, useSpeech, useTexts } from '../../speech.tsx';

/** Each box has a name of its own. */
const boxOf = (name: string, value: string): string => `${name}-${value}`;

/** What was sent, as far as it says something; what is wrong is found by `wrongWish`. */
export function wishIn(body: unknown, offices: readonly Office[]): WaitingWish {
  const day = (name: string): string => {
    const read = dayParam(textOf(body, name));
    return read.ok ? read.value : '';
  };
  const ticked = (name: string, value: string): boolean => textOf(body, boxOf(name, value)) !== '';
  return {
    offices: offices.map(({ code }) => code).filter((code) => ticked('offices', code)),
    from: day('from'),
    to: day('to'),
    kinds: DAY_KINDS.filter((kind) => ticked('kinds', kind)),
    parts: PARTS.filter((part) => ticked('parts', part)),
  };
}

/** Which boxes lack something. */
export function wrongWish(wish: WaitingWish, words: Record<'offices' | 'days' | 'kinds' | 'parts', string>): FormErrors {
  return {
    ...(wish.offices.length === 0 ? { offices: words.offices } : {}),
    ...(wish.from === '' || wish.to === '' || wish.to < wish.from ? { to: words.days } : {}),
    ...(wish.kinds.length === 0 ? { kinds: words.kinds } : {}),
    ...(wish.parts.length === 0 ? { parts: words.parts } : {}),
  };
}

type Tick = { value: string; label: string };

function Ticks({
  name,
  legend,
  ticks,
  ticked,
  error,
}: {
  name: string;
  legend: string;
  ticks: Tick[];
  ticked: readonly string[];
  error: string | undefined;
}) {
  const id = fieldId(name);
  return (
    <Grouped id={id} label={legend} error={error}>
      {ticks.map(({ value, label }, at) => (
        <label class="choice">
          <input
            class="choice-input"
            type="checkbox"
            id={at === 0 ? id : `${id}-${at + 1}`}
            name={boxOf(name, value)}
            value="yes"
            {...(ticked.includes(value) ? { checked: true } : {})}
            {...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` })}
          />
          <span class="choice-body">
            <span class="choice-head">{label}</span>
          </span>
        </label>
      ))}
    </Grouped>
  );
}

/** A day in a pull-down: without brackets, so that text of twice the size fits a narrow screen. */
const narrow = (day: string): string => day.replace(/（(.+)）$/u, ' $1');

type FormProps = {
  token: string;
  id: string;
  wish: WaitingWish;
  errors: FormErrors;
  offices: readonly Office[];
  /** The days that may be chosen, in order. */
  days: readonly string[];
  changing: boolean;
};

/** Where, on which days, at which times of day: everything that fits is ticked. */
export function WishForm({ token, id, wish, errors, offices, days, changing }: FormProps) {
  const words = useTexts().waiting.form;
  const say = useSay();
  const { language } = useSpeech();
  const options = days.map((day) => ({ value: day, label: narrow(say.shortDay(day)) }));
  return (
    <>
      <ErrorSummary errors={errors} />
      <PostForm action={paths.waiting} token={token} hidden={{ id }}>
        <Ticks
          name="offices"
          legend={words.offices}
          ticks={offices.map((office) => ({ value: office.code, label: saidIn(language, office).text }))}
          ticked={wish.offices}
          error={errors['offices']}
        />
        <Labelled id={fieldId('from')} label={words.from}>
          <SelectBox id={fieldId('from')} name="from" options={options} value={wish.from} />
        </Labelled>
        <Labelled id={fieldId('to')} label={words.to} error={errors['to']}>
          <SelectBox
            id={fieldId('to')}
            name="to"
            options={options}
            value={wish.to}
            attributes={
              errors['to'] === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${fieldId('to')}-error` }
            }
          />
        </Labelled>
        <Ticks
          name="kinds"
          legend={words.kinds}
          ticks={DAY_KINDS.map((value) => ({ value, label: words.kind[value] }))}
          ticked={wish.kinds}
          error={errors['kinds']}
        />
        <Ticks
          name="parts"
          legend={words.parts}
          ticks={PARTS.map((value) => ({ value, label: words.part[value] }))}
          ticked={wish.parts}
          error={errors['parts']}
        />
        <div class="acts">
          <Button>{changing ? words.change : words.go}</Button>
        </div>
      </PostForm>
    </>
  );
}
