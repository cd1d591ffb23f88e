import { askedIf, type Fields, type Form, form, line } from '../../lib/form/index.ts';

/** Why a slot may be gone above, and why a person may have a second booking; null where it is not asked. */
export type Reasons = { exceedReason: string | null; personReason: string | null };

type Asked = {
  /** The slot is full. */
  exceed: boolean;
  /** What stands already for the same person; undefined: nothing. */
  stands?: string | undefined;
  /** How the second reason is called. */
  label?: string;
};

/** The reasons that are asked only where they are needed. */
export const reasonFields = ({ exceed, stands, label = '重ねて予約する理由' }: Asked): Fields<Reasons> => ({
  exceedReason: askedIf(exceed, line('枠を超える理由', 200, { box: 'exceed', hint: '満員の枠です。理由は記録に残ります。' })),
  personReason: askedIf(
    stands !== undefined,
    line(label, 200, { box: 'person', ...(stands === undefined ? {} : { hint: stands }) }),
  ),
});

export const reasonsForm = (asked: Asked): Form<Reasons> => form<Reasons>(reasonFields(asked));
