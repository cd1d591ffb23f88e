import type { WeekChoice } from '../../../calendar/week.ts';
import { weekdayWords } from '../../../lib/dates/format.ts';
import { day, endsBeforeWords, type Form, form, type Input, onlyIf, select, ticks } from '../../../lib/form/index.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import type { Picked } from '../../parts/counter-pick.tsx';
import { field } from '../../route.ts';
import type { DraftAsk } from './draft.tsx';
import { weeklyField } from './week-table.tsx';
import { patternChosen, patternOptions, WEEKDAYS } from './words.ts';

const LAST = 'last';
const NTHS = ['1', '2', '3', '4', '5', LAST].map((value) => ({ value, label: value === LAST ? '最終' : `第${value}` }));
const MONTHS = Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: `${at + 1}月` }));

export type Week = {
  /** What a weekday is to follow, where that is another than now. */
  weekly: ReadonlyMap<number, number | null>;
  nth: string[] | null;
  nthWeekday: string | null;
  nthPattern: number | null;
  except: string[];
  from: string | null;
  to: string | null;
};

/** 第2木曜 and the like are asked as soon as one of their boxes says something. */
const asksNth = (input: Input): boolean =>
  ['nth-weekday', 'nth-pattern'].some((box) => field(input, box) !== '') ||
  NTHS.some(({ value }) => field(input, `nth-${value}`) === 'yes');

const nthFields = ({ after }: DraftAsk) => ({
  nth: onlyIf(
    ticks('第何週', NTHS, {
      inRow: true,
      atLeastOne: true,
      hint: '例：第2木曜日だけ夜も開庁するときは、第2を選びます。いくつでも選べます。',
      wrong: { empty: '第何週かを選んでください。' },
    }),
    asksNth,
  ),
  nthWeekday: onlyIf(
    select<string>(
      '曜日',
      WEEKDAYS.map((weekday) => ({ value: String(weekday), label: weekdayWords(weekday) })),
      { box: 'nth-weekday', unchosen: true },
    ),
    asksNth,
  ),
  nthPattern: onlyIf(
    { ...patternChosen('その日の時間', after.patterns, patternOptions(after.patterns)), box: 'nth-pattern' },
    asksNth,
  ),
  except: ticks('除く月', MONTHS, { inRow: true, hint: '選んだ月は、毎週の規則どおりになります。' }),
});

/** The week of a counter, single weeks of the month and from when to when. */
export const weekBoxes = (ask: DraftAsk, picked: Picked): Form<Week> =>
  form<Week>(
    {
      weekly: weeklyField(ask, picked),
      ...nthFields(ask),
      from: day('この日から', { called: '開始日', hint: '例：令和8年12月1日' }).optional(),
      to: day('この日まで', { called: '終了日', hint: '例：令和9年3月31日' }).optional(),
    },
    {
      rules: (values, say) => {
        const { weekly, nth, nthWeekday, nthPattern, except = [], from, to } = values;
        if (nth === null && except.length > 0)
          return say('nth', '第何週かを選んでください。除く月は、「第2木曜日」のような規則に付きます。', '1');
        if (nth !== null && except.length === MONTHS.length)
          return say('except', 'すべての月を除くと、どの日にも当たりません。', '1');
        if (endsBefore(from, to)) return say('to', endsBeforeWords());
        if (to != null && to < ask.day) return say('to', '終了日が過ぎています。');
        const read = [weekly, nth, nthWeekday, nthPattern, from, to].every((value) => value !== undefined);
        if (read && nth === null && weekly?.size === 0)
          say('weekly', '変更するところがありません。曜日の時間を選び直すか、「第2木曜日」のような規則を追加してください。', '1');
      },
    },
  );

/** What was chosen, as the rules of the week take it. */
export const choiceOf = ({ weekly, nth, nthWeekday, nthPattern, except, from, to }: Week): WeekChoice => ({
  weekly,
  nth:
    nth === null
      ? undefined
      : {
          nths: nth.map((one) => (one === LAST ? -1 : Number(one))),
          weekday: Number(nthWeekday),
          exceptMonths: except.map(Number),
          patternId: nthPattern,
        },
  validFrom: from,
  validTo: to,
});
