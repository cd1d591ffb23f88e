import { factsOf, type Language, type Texts, textsOf } from '../../../languages/index.ts';
import { askedIf, type Field, type Form, type FormState, form, oneBox, REFUSED } from '../../../lib/form/index.ts';
import { BoxField, type FormErrors } from '../../../lib/html/index.ts';
import { counted, put } from '../../../lib/language/text.ts';
import { birthYear, type MonthDay, monthDay } from '../../../lib/values/days.ts';
import { typedNoticeId } from '../../../lib/values/ids.ts';
import { strangeInId } from '../../../lib/values/strange.ts';

type Words = Texts['notice'];
/** What proves who comes. `year`: null where it was not asked. */
type Proof = { noticeId: string; birthday: MonthDay; year: number | null };
type Asks = { askYear: boolean; purpose: 'book' | 'manage' | 'join' };

/** What is wrong with an ID that cannot be read: the digit too many or too few, or the character that does not belong. */
function unreadable(typed: string, words: Words['errors'], lang: string): string {
  const strange = strangeInId(typed);
  if (strange === undefined || 'lacks' in strange) return words.id.unreadable;
  if ('sign' in strange) return put(words.sign, { sign: strange.sign });
  return strange.digits > 0
    ? counted(lang, words.long, strange.digits, { count: strange.digits })
    : counted(lang, words.short, -strange.digits, { count: -strange.digits });
}

function Birthday({ words, join, state: { shown, errors } }: { words: Words; join: boolean; state: FormState }) {
  const error = errors['month'] ?? errors['day'];
  return (
    <BoxField
      name="month"
      label={words.birthday}
      hint={words.birthdayHint}
      error={error}
      boxes={[
        {
          name: 'month',
          unit: words.month,
          value: shown('month'),
          ...(join ? {} : { autoComplete: 'bday-month' }),
          wrong: errors['month'] !== undefined,
        },
        {
          name: 'day',
          ...(join ? {} : { autoComplete: 'bday-day' }),
          unit: words.day,
          value: shown('day'),
          wrong: error !== undefined && (errors['day'] !== undefined || shown('day') === ''),
        },
      ]}
    />
  );
}

/** Month and day of birth in two boxes; the box that was left empty is named. */
const birthdayField = (words: Words, join: boolean): Field<MonthDay> => ({
  label: words.birthday,
  need: 'must',
  parts: ['month', 'day'],
  look: { as: 'own', draw: (state) => <Birthday words={words} join={join} state={state} /> },
  read: ({ input, say }) => {
    const [month, day] = [String(input['month']), String(input['day'])];
    const birthday = monthDay(month, day);
    if (birthday.ok) return birthday.value;
    const { errors } = words;
    if (birthday.reason !== 'empty') say('month', errors.birthday[birthday.reason]);
    else if (month.trim() !== '') say('day', errors.day);
    else say('month', day.trim() === '' ? errors.birthday.empty : errors.month);
    return REFUSED;
  },
  show: () => ({}),
});

/** The ID of the postcard with the birthday. `askYear`: two cards meet, or the site is under attack. */
export function noticeForm(language: Language, { askYear, purpose }: Asks): Form<Proof> {
  const words = textsOf(language).notice;
  const { errors } = words;
  const id = oneBox<string>(
    {
      label: words.id,
      look: { as: 'text', size: 'id' },
      parse: () => typedNoticeId,
      wrong: () => errors.id,
      show: (noticeId) => noticeId,
    },
    {
      box: 'notice',
      hint: words.idHint,
      wrong: (typed) => ({ ...errors.id, unreadable: unreadable(typed, errors, factsOf(language).lang) }),
    },
  );
  const year = oneBox<number>(
    {
      label: words.yearLabel,
      look: { as: 'text', size: 'code', ...(purpose === 'join' ? {} : { autoComplete: 'bday-year' }) },
      parse: () => birthYear,
      wrong: () => errors.year,
      show: String,
    },
    { hint: words.yearHint },
  );
  return form<Proof>({ noticeId: id, birthday: birthdayField(words, purpose === 'join'), year: askedIf(askYear, year) });
}

/** A proof as the acts take it. */
export const provenBy = ({ birthday: { month, day }, ...rest }: Proof) => ({ ...rest, month, day });

/** What the page says where the year turns out to be needed. */
export const yearNeeded = (language: Language): FormErrors => ({ year: textsOf(language).notice.yearNotice });
