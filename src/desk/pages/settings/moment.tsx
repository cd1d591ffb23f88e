import { cityDay, cityInstant } from '../../../lib/dates/jst.ts';
import { BoxField, type FormErrors, TextField } from '../../../lib/html/index.ts';
import { dayTyped } from '../../../lib/values/days.ts';
import { DAY_END, timeOfDay } from '../../../lib/values/times.ts';
import { type Shown, type TypedForm, wrongDay, wrongTime } from '../../parts/typed.ts';
import type { SignedAsk } from '../../route.ts';

/**
 * An instant in two boxes, `NAME-day` and `NAME-time`; null where both are empty. A day without a time is its beginning, or its end
 * where `end`; `timed`: the time must be there, because a whole day more or less is not a thing to guess.
 */
export function momentTyped(
  ask: SignedAsk,
  form: TypedForm,
  name: string,
  label: string,
  { end, timed = false }: { end: boolean; timed?: boolean },
): Temporal.Instant | null {
  const day = form.may(`${name}-day`, dayTyped(cityDay(ask.now)), wrongDay(label));
  const minute = form.may(`${name}-time`, timeOfDay, wrongTime(`${label}の時刻`));
  if (day === null) {
    if (minute !== null) form.wrong(`${name}-day`, `${label}の日も入れてください。`);
    return null;
  }
  if (timed && minute === null && form.errors[`${name}-time`] === undefined)
    form.wrong(`${name}-time`, `${label}の時刻を「9:00」のように入れてください。`);
  return cityInstant(day, minute ?? (end ? DAY_END : 0));
}

/** The two boxes. */
export function MomentField({
  name,
  label,
  hint,
  need,
  timed = false,
  shown,
  errors,
}: {
  name: string;
  label: string;
  hint?: string;
  need: 'must' | 'may';
  /** The time must be there too. */
  timed?: boolean;
  shown: Shown;
  errors: FormErrors;
}) {
  const [day, time] = [`${name}-day`, `${name}-time`];
  return (
    <div class="moment">
      <TextField
        name={day}
        label={label}
        need={need}
        size="id"
        hint={hint ?? '例：令和8年12月1日'}
        error={errors[day]}
        value={shown(day)}
      />
      <BoxField
        name={time}
        label={`${label}の時刻`}
        need={timed ? 'must' : 'may'}
        error={errors[time]}
        boxes={[{ name: time, unit: '（例：9:00）', value: shown(time), wrong: errors[time] !== undefined, wide: true }]}
      />
    </div>
  );
}
