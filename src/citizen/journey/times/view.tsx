import { forMinutes, halfDayTime, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { Button, FieldError, fieldId, LinkButton, Notice, PostForm, Radio, Says, Sign } from '../../../lib/html/index.ts';
import type { TimeSign } from '../../acts.ts';
import type { Language } from '../../language.ts';
import { paths, withQuery } from '../../paths.ts';
import { texts } from './texts.ts';

type TimesProps = {
  language: Language;
  token: string;
  office: string;
  day: string;
  times: TimeSign[];
  /** The form's UUID: sent twice, it is one hold. */
  id: string;
  chosen: number | undefined;
  error?: string | undefined;
  /** A booked visit is moved: the next page asks once more instead of holding. */
  moving: boolean;
  holdMinutes: number;
};

const NOON = 12 * 60;

/** Whether there is anything to choose. */
export const choosable = ({ sign }: TimeSign): boolean => sign === 'open' || sign === 'few';

export const timesHeading = (day: string, times: TimeSign[], language: Language): string =>
  texts[language][times.some(choosable) ? 'heading' : 'noneHeading'](shortDate(day));

/** The day's times in halves: radios where one may choose, words where not; never a number of places. */
export function Times({ language, token, office, day, times, id, chosen, error, moving, holdMinutes }: TimesProps) {
  const words = texts[language];
  const open = times.filter(choosable);
  if (open.length === 0) {
    return (
      <>
        <Says class="lead">{words.none}</Says>
        <div class="acts">
          <LinkButton href={withQuery(paths.calendar, { office })}>{words.otherDays}</LinkButton>
        </div>
      </>
    );
  }
  const halves = [
    { name: words.morning, times: times.filter(({ startMinute }) => startMinute < NOON) },
    { name: words.afternoon, times: times.filter(({ startMinute }) => startMinute >= NOON) },
  ].filter((half) => half.times.length > 0);
  const first = open[0]?.slotId;
  return (
    <PostForm action={paths.times} token={token} hidden={{ office, day, id }}>
      {error !== undefined && <FieldError id={fieldId('slot')}>{error}</FieldError>}
      {halves.map((half) => (
        <fieldset class="times">
          <legend>{half.name}</legend>
          <ul class="times-list">
            {half.times.map((time) => (
              <Time time={time} language={language} first={time.slotId === first} checked={time.slotId === chosen} />
            ))}
          </ul>
        </fieldset>
      ))}
      {!moving && (
        <div class="field">
          <Notice title={words.holdTitle(forMinutes(holdMinutes))}>
            <Says>{words.hold(forMinutes(holdMinutes))}</Says>
          </Notice>
        </div>
      )}
      <div class="acts">
        <Button>{moving ? words.change : words.next}</Button>
      </div>
    </PostForm>
  );
}

function Time({ time, language, first, checked }: { time: TimeSign; language: Language; first: boolean; checked: boolean }) {
  const words = texts[language];
  const start = time.startMinute >= NOON ? time.startMinute - NOON : time.startMinute;
  const name = (
    <>
      <span class="unseen">{halfDayTime(time.startMinute)}</span>
      <span class="time-start number" aria-hidden="true">
        {time.startMinute === NOON ? words.noon : spokenTime(start)}
      </span>
      <Sign sign={time.sign} />
    </>
  );
  return (
    <li>
      {choosable(time) ? (
        <Radio
          name="slot"
          id={first ? fieldId('slot') : `slot-${time.slotId}`}
          choice={{ value: String(time.slotId), label: '', body: name }}
          checked={checked}
        />
      ) : (
        <p class="time-not">{name}</p>
      )}
    </li>
  );
}
