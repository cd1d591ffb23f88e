import type { Audience, WindowRules } from '../../../../calendar/windows.ts';
import { HORIZON_DAYS } from '../../../../closing/slots.ts';
import { clockTime, longDate } from '../../../../lib/dates/format.ts';
import { cityDay } from '../../../../lib/dates/jst.ts';
import { BoxField, Checkbox, type FormErrors, RadioGroup, TextField } from '../../../../lib/html/index.ts';
import { dayTyped } from '../../../../lib/values/days.ts';
import { wholeNumber } from '../../../../lib/values/numbers.ts';
import { timeOfDay } from '../../../../lib/values/times.ts';
import { type Shown, type TypedForm, tick, wrongDay, wrongNumber, wrongTime } from '../../../parts/typed.ts';
import type { SignedAsk } from '../../../route.ts';

export const SIDES: Record<Audience, string> = { citizen: '市民（ウェブ）', staff: '職員（電話・窓口）' };
const SHORT: Record<Audience, string> = { citizen: '市民', staff: '職員' };

const MOST_AHEAD = 60;
const MOST_DAYS = 730;
const KINDS = ['days', 'open-days', 'date'] as const;

const time = (minute: number | null): string => (minute === null ? '' : clockTime(minute));

/** What the boxes of an audience hold for rules. */
export const windowBoxes = (audience: Audience, rules: WindowRules): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ahead: String(rules.earliestOpenDays),
      cutoff: time(rules.cutoffMinute),
      kind: rules.latestKind,
      days: rules.latestDays === null ? '' : String(rules.latestDays),
      date: rules.latestDate === null ? '' : longDate(rules.latestDate),
      'same-day': tick(rules.sameDayBooking),
      'same-day-change': tick(rules.sameDayChange),
      'change-ahead': String(rules.changeOpenDays),
      'change-until': time(rules.changeMinute),
    }).map(([name, value]) => [`${audience}-${name}`, value]),
  );

/** Reads the boxes of an audience. What contradicts itself is refused, not kept silently: each such pair would do nothing, or open twice. */
export function readWindow(ask: SignedAsk, form: TypedForm, audience: Audience): WindowRules {
  const box = (name: string) => `${audience}-${name}`;
  const label = (words: string) => `${SHORT[audience]}の「${words}」`;
  const number = (name: string, words: string, least: number, most: number, unit: string) =>
    form.must(box(name), wholeNumber(least, most, unit), wrongNumber(label(words), least, most, unit), least);
  const sameDayBooking = form.ticked(box('same-day'));
  const sameDayChange = form.ticked(box('same-day-change'));
  const earliestOpenDays = number('ahead', 'いちばん早い日', 0, MOST_AHEAD, '開庁日');
  if (sameDayBooking && earliestOpenDays > 0)
    form.wrong(box('ahead'), `当日の予約を受けるときは、${label('いちばん早い日')}を0開庁日前にしてください。`);
  const cutoffMinute = form.may(box('cutoff'), timeOfDay, wrongTime(label('きょうを数えなくなる時刻')));
  const latestKind = KINDS.find((kind) => kind === ask.body[box('kind')]) ?? 'days';
  const latestDays = latestKind === 'date' ? null : number('days', 'いちばん遅い日', 0, MOST_DAYS, '日');
  const latestDate =
    latestKind === 'date' ? form.must(box('date'), dayTyped(cityDay(ask.now)), wrongDay(label('決まった日')), '') : null;
  const changeOpenDays = number('change-ahead', '変更・取消の締め切り', 0, MOST_AHEAD, '開庁日');
  if (sameDayChange && changeOpenDays > 0)
    form.wrong(
      box('change-ahead'),
      `当日の変更・取消を受けるときは、${label('変更・取消の締め切り')}を0開庁日前にしてください。`,
    );
  const changeMinute = form.may(box('change-until'), timeOfDay, wrongTime(label('締め切りの時刻')));
  if (changeOpenDays === 0 && changeMinute !== null && !sameDayChange)
    form.wrong(
      box('change-until'),
      `${label('締め切りの時刻')}は、当日の変更・取消を受けるか、締め切りが1開庁日前より前のときだけ使います。空にしてください。`,
    );
  return {
    earliestOpenDays,
    cutoffMinute,
    latestKind,
    latestDays,
    latestDate,
    sameDayBooking,
    sameDayChange,
    changeOpenDays,
    changeMinute,
  };
}

/** The boxes of one audience. */
export function WindowFields({ audience, shown, errors }: { audience: Audience; shown: Shown; errors: FormErrors }) {
  const box = (name: string) => `${audience}-${name}`;
  const wrong = (name: string) => errors[box(name)] !== undefined;
  return (
    <>
      <BoxField
        name={box('ahead')}
        label="いちばん早い日"
        hint="予約の日の何開庁日前まで受けるか。0は、当日（受けないときは前日）まで。"
        error={errors[box('ahead')]}
        boxes={[{ name: box('ahead'), unit: '開庁日前まで', value: shown(box('ahead')), wrong: wrong('ahead') }]}
      />
      <BoxField
        name={box('cutoff')}
        label="きょうを数えなくなる時刻"
        need="may"
        hint="この時刻からの申し込みは、次の日の申し込みとして数えます。"
        error={errors[box('cutoff')]}
        boxes={[
          { name: box('cutoff'), unit: 'から（例：17:00）', value: shown(box('cutoff')), wrong: wrong('cutoff'), wide: true },
        ]}
      />
      <RadioGroup
        name={box('kind')}
        legend="いちばん遅い日の決め方"
        value={shown(box('kind'))}
        choices={[
          { value: 'days', label: '申込日からの日数' },
          { value: 'open-days', label: '申込日からの開庁日の数' },
          { value: 'date', label: '決まった日' },
        ]}
      />
      <BoxField
        name={box('days')}
        label="日数・開庁日の数"
        need="silent"
        hint={`日数か開庁日の数で決めるとき。予約枠は、${HORIZON_DAYS}日先までできます。`}
        error={errors[box('days')]}
        boxes={[{ name: box('days'), unit: '日先まで', value: shown(box('days')), wrong: wrong('days') }]}
      />
      <TextField
        name={box('date')}
        label="決まった日"
        need="silent"
        size="id"
        hint="決まった日までのとき。例：令和9年3月31日"
        error={errors[box('date')]}
        value={shown(box('date'))}
      />
      <fieldset class="field">
        <legend class="label">当日</legend>
        <Checkbox name={box('same-day')} label="当日の予約を受ける" checked={shown(box('same-day')) === 'yes'} />
        <Checkbox
          name={box('same-day-change')}
          label="当日の変更・取消を受ける"
          checked={shown(box('same-day-change')) === 'yes'}
        />
      </fieldset>
      <BoxField
        name={box('change-ahead')}
        label="変更・取消の締め切り"
        hint="0開庁日前は、当日（受けないときは前日）まで。時刻が空なら、その日の終わりまで。"
        error={errors[box('change-ahead')] ?? errors[box('change-until')]}
        boxes={[
          { name: box('change-ahead'), unit: '開庁日前の', value: shown(box('change-ahead')), wrong: wrong('change-ahead') },
          {
            name: box('change-until'),
            unit: 'まで',
            value: shown(box('change-until')),
            wrong: wrong('change-until'),
            wide: true,
          },
        ]}
      />
    </>
  );
}
