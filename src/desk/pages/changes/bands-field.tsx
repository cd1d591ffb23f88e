import { UNITS } from '../../../calendar/judge.ts';
import type { Band } from '../../../calendar/rules.ts';
import { type Field, type FormState, REFUSED } from '../../../lib/form/index.ts';
import { FieldError, fieldId, SelectBox } from '../../../lib/html/index.ts';
import { field } from '../../route.ts';
import { BOXES, boxName, readBands, rowOf, typedRows, withEmptyRows } from './bands.ts';

const HEADS: readonly { box: (typeof BOXES)[number]; words: string; unit: string }[] = [
  { box: 'from', words: '開始', unit: '' },
  { box: 'to', words: '終了', unit: '' },
  { box: 'unit', words: '1枠の長さ', unit: '' },
  { box: 'capacity', words: '1枠の定員', unit: '人' },
  { box: 'desk', words: 'うち職員枠', unit: '人' },
  { box: 'until', words: '職員枠は', unit: '開庁日前まで' },
];

const UNIT_OPTIONS = UNITS.map((unit) => ({ value: String(unit), label: `${unit}分` }));

function Box({
  box,
  words,
  unit,
  row,
  value,
  error,
}: (typeof HEADS)[number] & { row: number; value: string; error: string | undefined }) {
  const id = fieldId(boxName(box, row));
  const told = {
    'aria-label': `${row + 1}行目の${words}${unit}`,
    ...(error === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` }),
  };
  return (
    <td class={`band-${box}`}>
      <span class="band-label" aria-hidden="true">
        {words}
      </span>
      {box === 'unit' ? (
        <SelectBox id={id} name={boxName(box, row)} value={value} options={UNIT_OPTIONS} attributes={told} />
      ) : (
        <input
          class={`input number${error === undefined ? '' : ' input-wrong'}`}
          id={id}
          name={boxName(box, row)}
          type="text"
          value={value}
          autoComplete="off"
          {...(unit === '' ? {} : { inputMode: 'numeric' as const })}
          {...told}
        />
      )}
      {unit !== '' && (
        <span class="band-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </td>
  );
}

/** The bands, a row each; what is wrong with a row stands beneath it. */
function Bands({ state: { shown, errors } }: { state: FormState }) {
  const rows = withEmptyRows(typedRows(shown));
  return (
    <table class="table bands">
      <caption class="label">時間帯</caption>
      <thead>
        <tr>
          {HEADS.map(({ words }) => (
            <th scope="col">{words}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const wrong = HEADS.filter(({ box }) => errors[boxName(box, index)] !== undefined);
          return (
            <>
              <tr class={wrong.length === 0 ? 'band-row' : 'band-row band-wrong'}>
                {HEADS.map((head) => (
                  <Box {...head} row={index} value={row[head.box]} error={errors[boxName(head.box, index)]} />
                ))}
              </tr>
              {wrong.length > 0 && (
                <tr class="band-errors">
                  <td colSpan={HEADS.length}>
                    {wrong.map(({ box }) => (
                      <FieldError id={fieldId(boxName(box, index))}>{errors[boxName(box, index)] ?? ''}</FieldError>
                    ))}
                  </td>
                </tr>
              )}
            </>
          );
        })}
      </tbody>
    </table>
  );
}

/** The bands of a day as a table of boxes, at least one. */
export const bandsField: Field<readonly Band[]> = {
  label: '時間帯',
  need: 'must',
  look: { as: 'own', draw: (state) => <Bands state={state} /> },
  read: ({ input, say }) => {
    const rows = typedRows((box) => field(input, box));
    if (rows.length > 0) return readBands(rows, say) ?? REFUSED;
    say(boxName('from', 0), '時間帯を1つ以上入力してください。');
    return REFUSED;
  },
  show: (_, bands) =>
    Object.fromEntries(
      bands.flatMap((band, index) => {
        const row = rowOf(band);
        return BOXES.map((box) => [boxName(box, index), row[box]]);
      }),
    ),
};
