import { type FormErrors, TextField } from '../../../lib/html/index.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { type Shown, type TypedForm, wrongNumber } from '../../parts/typed.ts';

const LAST = 999;

/** 並び順: where it stands among the others of its kind. */
export const positionTyped = (form: TypedForm): number =>
  form.must('position', wholeNumber(0, LAST), wrongNumber('並び順', 0, LAST, '番'), 0);

/** For a new one: after all there are. */
export const positionAfter = (others: readonly { facts: { position: number } }[]): number =>
  Math.min(Math.max(0, ...others.map(({ facts }) => facts.position)) + 1, LAST);

export function PositionField({ shown, errors }: { shown: Shown; errors: FormErrors }) {
  return (
    <TextField
      name="position"
      label="並び順"
      size="code"
      inputMode="numeric"
      hint="小さい数から順に並びます。"
      error={errors['position']}
      value={shown('position')}
    />
  );
}
