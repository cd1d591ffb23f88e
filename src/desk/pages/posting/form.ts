import { day, endsBeforeWords, form, number } from '../../../lib/form/index.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import { type SheetFields, sheetFields, wrongStart } from '../labels/sheet-fields.ts';

/** Labels of a list of notices: from which to which, as they stand in the list. */
type AddressFields = SheetFields & { from: number; to: number | null };

/** As many as one PDF holds; more is a second one. */
export const MOST_LABELS = 1_000;
const MOST = 100_000;

export const addressForm = form<AddressFields>(
  {
    from: number(
      'リストの何人目から',
      { least: 1, most: MOST, unit: '人目' },
      { hint: '紙が詰まったときは、続きから印刷できます。' },
    ),
    to: number('何人目まで', { least: 1, most: MOST, unit: '人目' }, { hint: '空欄のときは、最後まで' }).optional(),
    ...sheetFields(),
  },
  {
    rules: ({ from, to, sheet, start }, say) => {
      const wrong = wrongStart({ sheet, start });
      if (wrong !== undefined) say('start', wrong);
      if (endsBefore(from, to)) say('to', endsBeforeWords('「何人目から」', '「何人目まで」'));
    },
  },
);

export const slipForm = form<{ posted: string }>({ posted: day('差出日', { box: 'posted', lies: 'near' }) });
