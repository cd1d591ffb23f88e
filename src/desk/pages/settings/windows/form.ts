import type { Audience, WindowRules } from '../../../../calendar/windows.ts';
import { HORIZON_DAYS } from '../../../../closing/slots.ts';
import {
  day,
  type Form,
  form,
  type Input,
  number,
  onlyIf,
  radios,
  type SayOf,
  ticked,
  time,
} from '../../../../lib/form/index.ts';

export const SIDES: Record<Audience, string> = { citizen: '市民（ウェブ）', staff: '職員（電話・窓口）' };
const SHORT: Record<Audience, string> = { citizen: '市民', staff: '職員' };

/** What the last box of each audience is about. */
const ACT: Record<Audience, string> = { citizen: '変更・取消', staff: '変更' };

const MOST_AHEAD = 60;
const MOST_DAYS = 730;
const OPEN_DAYS = { least: 0, most: MOST_AHEAD, unit: '開庁日' };

/** What contradicts itself is refused, not kept silently: each such pair would do nothing, or open twice. */
function contradictions(
  called: (words: string) => string,
  act: string,
  v: Readonly<Partial<WindowRules>>,
  say: SayOf<WindowRules>,
): void {
  const shortest = called('予約可能な最短日');
  const deadline = called(`${act}の締切`);
  if (v.sameDayBooking === true && (v.earliestOpenDays ?? 0) > 0)
    say('earliestOpenDays', `当日の予約を受けるときは、${shortest}を0開庁日前にしてください。`);
  if (v.sameDayChange === true && (v.changeOpenDays ?? 0) > 0)
    say('changeOpenDays', `当日の${act}を受けるときは、${deadline}を0開庁日前にしてください。`);
  if (v.changeOpenDays === 0 && typeof v.changeMinute === 'number' && v.sameDayChange === false)
    say(
      'changeMinute',
      `${called('締切の時刻')}は、当日の${act}を受けるか、締切が1開庁日前より前のときだけ使います。空欄にしてください。`,
    );
}

/** The booking window of one audience (§8(2)⑥). Its boxes begin with the audience: both stand on one page. `notBefore`: the first day a window that is kept may end on. */
export function windowForm(audience: Audience, notBefore?: string): Form<WindowRules> {
  const called = (words: string): string => `${SHORT[audience]}の「${words}」`;
  // Staff may always cancel: who rings up to say that they do not come must not keep the place.
  const act = ACT[audience];
  const byDate = (input: Input): boolean => input[`${audience}-kind`] === 'date';
  return form<WindowRules>(
    {
      earliestOpenDays: number('予約可能な最短日', OPEN_DAYS, {
        box: 'ahead',
        called: called('予約可能な最短日'),
        behind: '開庁日前まで',
        hint: '予約の日の何開庁日前まで受けるか。0は、当日（受けないときは前日）まで。',
      }),
      cutoffMinute: time('当日の受付締切時刻', {
        box: 'cutoff',
        called: called('当日の受付締切時刻'),
        behind: 'から（例：17:00）',
        hint: 'この時刻からの申し込みは、次の日の申し込みとして、最短日と最長日を数えます。',
      }).optional(),
      latestKind: radios(
        '予約可能な最長日の指定方法',
        [
          { value: 'days', label: '申込日からの日数' },
          { value: 'open-days', label: '申込日からの開庁日の数' },
          { value: 'date', label: '年月日を指定' },
        ],
        { box: 'kind', usual: 'days' },
      ),
      latestDays: onlyIf(
        number(
          '日数・開庁日の数',
          { least: 0, most: MOST_DAYS, unit: '日' },
          {
            box: 'days',
            called: called('予約可能な最長日'),
            behind: '日先まで',
            hint: `日数か開庁日の数で指定するとき。予約枠は、${HORIZON_DAYS}日先までできます。`,
          },
        ),
        (input) => !byDate(input),
      ),
      latestDate: onlyIf(
        day('指定日', {
          box: 'date',
          called: called('指定日'),
          hint: '年月日を指定するとき。例：令和9年3月31日',
        }),
        byDate,
      ),
      sameDayBooking: ticked('当日の予約を受ける', { box: 'same-day' }),
      sameDayChange: ticked(`当日の${act}を受ける`, { box: 'same-day-change' }),
      changeOpenDays: number(`${act}の締切`, OPEN_DAYS, {
        box: 'change-ahead',
        called: called(`${act}の締切`),
        behind: '開庁日前の',
      }),
      changeMinute: time('締切の時刻', { box: 'change-until', called: called('締切の時刻'), behind: 'まで' }).optional(),
    },
    {
      prefix: `${audience}-`,
      groups: [
        { legend: '当日', of: ['sameDayBooking', 'sameDayChange'] },
        {
          legend: `${act}の締切`,
          hint: `0開庁日前は、当日（受けないときは前日）まで。時刻が空欄なら、その日の終わりまで。保存すると、すでにある予約にも、すぐに使います。${audience === 'staff' ? '職員による取消は、いつでもできます。' : ''}`,
          of: ['changeOpenDays', 'changeMinute'],
          inline: true,
        },
      ],
      rules: (values, say) => {
        contradictions(called, act, values, say);
        if (notBefore !== undefined && values.latestDate != null && values.latestDate < notBefore)
          say('latestDate', `${called('指定日')}が、過ぎています。これからの日を入力してください。`);
      },
    },
  );
}
