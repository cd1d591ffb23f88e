import type { VNode } from 'preact';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { Notice, Says, SelectBox } from '../../../lib/html/index.ts';
import { said } from '../../parts/words.ts';
import type { When } from './when.ts';

/** When somebody came: now, or earlier where it is recorded afterwards. Beside the office, in one form with it. */
export const WhenBoxes = ({ when: { typed, today, over, at, wrongDay } }: { when: When }) => (
  <>
    <label for="day">来庁した日</label>
    <input
      class="input input-id"
      id="day"
      name="day"
      type="text"
      autoComplete="off"
      value={typed}
      {...(wrongDay ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'day-wrong' } : {})}
    />
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

/** What is wrong with the day, below the boxes. */
export const WrongDay = ({ when: { wrongDay } }: { when: When }) =>
  wrongDay ? (
    <p class="wrong" id="day-wrong" role="alert">
      来庁した日は、本日までの日を入力してください。
    </p>
  ) : null;

/** Why nobody can be received at the time that was chosen, whoever it is; undefined: somebody can, as far as that goes. */
export function notThen(office: string, when: When): VNode | undefined {
  if (when.wrongDay)
    return (
      <Notice kind="care" title="受付できません">
        <Says>来庁した日を修正して、「表示する」を押してください。</Says>
      </Notice>
    );
  if (when.ended)
    return (
      <Notice kind="care" title="受付できません">
        <Says>{said('day_ended') ?? ''}</Says>
      </Notice>
    );
  if (when.slot === undefined)
    return (
      <Notice kind="care" title="受付できる枠がありません">
        <Says>{`${office}の${shortDate(when.day)}には、受付の枠がありません。別の日に来庁した方は、「来庁した日」を変更してください。`}</Says>
      </Notice>
    );
  return undefined;
}
