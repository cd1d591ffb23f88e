import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { SelectBox } from '../../../lib/html/index.ts';
import type { When } from './when.ts';

/** When somebody came: now, or earlier where it is recorded afterwards. Beside the office, in one form with it. */
export const WhenBoxes = ({ when: { day, today, over, at, wrongDay } }: { when: When }) => (
  <>
    <label for="day">来庁した日</label>
    <input
      class="input"
      id="day"
      name="day"
      type="text"
      autoComplete="off"
      value={longDate(day)}
      {...(wrongDay ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'day-wrong' } : {})}
    />
    {wrongDay && (
      <p class="wrong" id="day-wrong" role="alert">
        来庁した日は、本日までの日を入力してください。
      </p>
    )}
    {over.length > 0 && (
      <>
        <label for="at">来庁した時間</label>
        <SelectBox
          id="at"
          name="at"
          value={at}
          options={[
            { value: '', label: today ? '現在' : '最後の枠' },
            ...over.map(({ id, startMinute, minutes }) => ({
              value: String(id),
              label: `${clockTime(startMinute)}～${clockTime(startMinute + minutes)}`,
            })),
          ]}
        />
      </>
    )}
  </>
);
