import { arrivalIn } from '../../../languages/arrival.ts';
import { countIn, formatsOf, type Language, textsOf } from '../../../languages/index.ts';
import { Button, FieldError, fieldId, LinkButton, Notice, PostForm, Radio, Says, Sign } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { TimeSign } from '../../acts.ts';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { paths, withQuery } from '../../paths.ts';
import { useSay, useSpeech, useTexts } from '../../speech.tsx';

type TimesProps = {
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
  put(textsOf(language).times[times.some(choosable) ? 'heading' : 'noneHeading'], { day: formatsOf(language).shortDay(day) });

/** What the city says of the visit itself: how long so many people take at the counter (§8(3)⑥), and how long before their time they come (0: nothing). */
export type TheVisit = { takes: number; people: number; arrive: number };

/** Told before they choose when. */
export function HowLong(visit: TheVisit) {
  const said = howLongIn(useSpeech().language, visit);
  if (said.length === 0) return null;
  return (
    <div class="lead">
      {said.map((one) => (
        <Says>{one}</Says>
      ))}
    </div>
  );
}

/** The same as sentences: how long, and when to come. */
export function howLongIn(language: Language, { takes, people, arrive }: TheVisit): string[] {
  const { times, party } = textsOf(language);
  const counted = countIn(language, party.people, people);
  const long = takes > 0 ? [put(times.takes, { people: counted, time: formatsOf(language).duration(takes) })] : [];
  return [...long, ...[arrivalIn(language, arrive)].filter((said) => said !== undefined)];
}

/** The day's times in halves: radios where one may choose, words where not; never a number of places. */
export function Times({ token, office, day, times, id, chosen, error, moving, holdMinutes }: TimesProps) {
  const words = useTexts().times;
  const holdTime = { time: useSay().forDuration(holdMinutes) };
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
              <Time time={time} first={time.slotId === first} checked={time.slotId === chosen} wrong={error !== undefined} />
            ))}
          </ul>
        </fieldset>
      ))}
      {!moving && (
        <div class="field">
          <Notice title={put(words.holdTitle, holdTime)}>
            <Says>{put(words.hold, holdTime)}</Says>
          </Notice>
        </div>
      )}
      <div class="acts">
        <Button>{moving ? words.change : words.next}</Button>
      </div>
      <KeepTyped action={paths.times} />
    </PostForm>
  );
}

function Time({ time, first, checked, wrong }: { time: TimeSign; first: boolean; checked: boolean; wrong: boolean }) {
  const say = useSay();
  const name = (
    <>
      <span class="unseen">{say.time(time.startMinute)}</span>
      <span class="time-start number" aria-hidden="true">
        {say.halfTime(time.startMinute)}
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
          error={first && wrong ? `${fieldId('slot')}-error` : undefined}
        />
      ) : (
        <p class="time-not">{name}</p>
      )}
    </li>
  );
}
