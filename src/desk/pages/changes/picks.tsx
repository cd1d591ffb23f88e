import type { ComponentChildren } from 'preact';
import { FieldError, fieldId } from '../../../lib/html/index.ts';

const BOX = 'pick';

type TickProps = { index: number; value: string; checked: boolean; children: ComponentChildren };

/** A row's tick, which carries what the row said. The first has the id that an error links to. */
export const RowTick = ({ index, value, checked, children }: TickProps) => (
  <label class="radio">
    <input
      type="checkbox"
      id={index === 0 ? fieldId(BOX) : `${fieldId(BOX)}-${index}`}
      name={`${BOX}-${index}`}
      value={value}
      checked={checked}
    />
    {children}
  </label>
);

/** What the ticked rows said. */
export const tickedRows = (body: Readonly<Record<string, unknown>>): ReadonlySet<string> =>
  new Set(
    Object.entries(body).flatMap(([name, value]) => (/^pick-\d+$/u.test(name) && typeof value === 'string' ? [value] : [])),
  );

/** Above the rows: what is wrong where none is ticked. */
export const NoneTicked = ({ error }: { error: string | undefined }) =>
  error === undefined ? null : <FieldError id={fieldId(BOX)}>{error}</FieldError>;

export const noneTicked = (error: string | undefined) => (error === undefined ? {} : { [BOX]: error });
