import { CALL_WORDS, type Called, type CallState } from '../../../counter/calls.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { day, type Form, form, line, radios, time } from '../../../lib/form/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { readForm } from '../../parts/form.tsx';
import { field, type SignedAsk } from '../../route.ts';

type TypedCall = { what: Called; againDay: string | null; againTime: number | null; note: string };

const CHOICE_WORDS: Readonly<Record<Called, string>> = {
  reached: '連絡できた',
  'not-reached': '連絡できなかった',
  again: 'かけ直しを頼まれた',
  'not-called': CALL_WORDS['not-called'],
};

const NOTE_MOST = 200;

/** What came of a call. That the record before was wrong may be said where there is one. */
export const callForm = ({ called }: Pick<CallState, 'called'>): Form<TypedCall> =>
  form<TypedCall>(
    {
      what: radios(
        '電話の結果',
        (Object.keys(CHOICE_WORDS) as Called[])
          .filter((what) => what !== 'not-called' || (called !== null && called !== 'not-called'))
          .map((value) => ({ value, label: CHOICE_WORDS[value] })),
      ),
      againDay: day('かけ直す日').optional(),
      againTime: time('かけ直す時刻', { hint: '例：10:30' }).optional(),
      note: line('メモ', NOTE_MOST, { need: 'may', hint: '職員だけが見ます。例：ご家族に伝言した' }).or(''),
    },
    {
      groups: [
        {
          legend: 'かけ直す日時',
          of: ['againDay', 'againTime'],
          hint: '「かけ直しを頼まれた」のときだけ入力します。',
        },
      ],
      rules: ({ what, againDay, againTime }, say) => {
        if (what === undefined) return;
        if (what === 'again' && againDay === null) say('againDay', 'かけ直す日を入力してください。');
        if (what === 'again' && againTime === null) say('againTime', 'かけ直す時刻を入力してください。例：10:30');
        if (what !== 'again' && typeof againTime === 'number')
          say('what', 'かけ直す時刻があります。「かけ直しを頼まれた」を選ぶか、時刻を消してください。');
      },
    },
  );

/** What was typed of a call, with when to ring again as an instant; else what is wrong. */
export function readCall(ask: SignedAsk, state: Pick<CallState, 'called'>) {
  const read = readForm(ask, callForm(state));
  if (!read.ok) return read;
  const { what, againDay, againTime, note } = read.value;
  const againAt = what === 'again' && againDay !== null && againTime !== null ? cityInstant(againDay, againTime) : null;
  if (againAt !== null && Temporal.Instant.compare(againAt, ask.now) <= 0)
    return { ok: false as const, errors: { againTime: 'これからの時刻を入力してください。' } };
  return { ok: true as const, value: { what, againAt, note } };
}

/** What the page showed when it was pressed on: the visit's time, and the newest row of the kind that is added; undefined: the form says neither. */
export function shownOf(ask: SignedAsk, box: 'last' | 'lastTaken'): { slotId: number; last: number } | undefined {
  const slot = rowId(ask.body['slot']);
  const last = field(ask.body, box) === '0' ? { ok: true as const, value: 0 } : rowId(ask.body[box]);
  return slot.ok && last.ok ? { slotId: slot.value, last: last.value } : undefined;
}
