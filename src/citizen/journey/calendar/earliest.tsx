import { Button, Phrase, PostForm, placeholder, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { Place, When } from '../../earliest.ts';
import { paths, withQuery } from '../../paths.ts';
import { BothNames, Theirs, useSay, useTexts } from '../../speech.tsx';

type EarliestBoxProps = {
  place: Place | undefined;
  when: When;
  whens: readonly When[];
  /** Parts of the city, and the one that is looked in; empty: everywhere. */
  areas: readonly string[];
  area: string;
  /** The office whose days are shown below: a filter leaves it. */
  shown: string;
  holdMinutes: number;
  /** A booked visit looks for another time: the press leads to the page that asks once more. */
  changing: boolean;
  /** It comes after what is booked. */
  later: boolean;
};

/** 最も早い空き over all offices, held, or taken to be changed to, by one press; filters where the offices have such hours. Holes: `token`, `form`. */
export function EarliestBox({ place, when, whens, areas, area, shown, ...taken }: EarliestBoxProps) {
  const words = useTexts().calendar.earliest;
  const to = (asked: { when: When; area: string }) =>
    withQuery(paths.calendar, { office: shown, when: asked.when === 'any' ? '' : asked.when, area: asked.area });
  return (
    <section class="next earliest" aria-labelledby="earliest">
      <h2 class="earliest-title" id="earliest">
        <Phrase>{words.title}</Phrase>
      </h2>
      {place === undefined ? (
        <Says class="earliest-none">{words.none[when]}</Says>
      ) : (
        <Taken {...{ place, when, area, ...taken }} />
      )}
      {whens.length > 1 && (
        <nav aria-label={words.filters}>
          <ul class="service-tabs">
            {whens.map((one) => (
              <li>
                <a href={to({ when: one, area })} {...currentIf(one === when)}>
                  {words.when[one]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {areas.length > 1 && (
        <nav aria-label={words.areas}>
          <ul class="service-tabs">
            {['', ...areas].map((one) => (
              <li>
                <a href={to({ when, area: one })} {...currentIf(one === area)}>
                  {one === '' ? words.everywhere : <Theirs>{one}</Theirs>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}

const currentIf = (is: boolean) => (is ? { 'aria-current': 'true' as const } : {});

type TakenProps = Pick<EarliestBoxProps, 'when' | 'area' | 'holdMinutes' | 'changing' | 'later'> & { place: Place };

function Taken({ place, when, area, holdMinutes, changing, later }: TakenProps) {
  const words = useTexts().calendar.earliest;
  const say = useSay();
  return (
    <PostForm
      action={paths.times}
      token={placeholder('token')}
      hidden={{
        office: place.office.code,
        day: place.day,
        slot: String(place.slotId),
        id: placeholder('form'),
        earliest: when,
        area,
      }}
    >
      {later && <Says class="earliest-note">{words.later}</Says>}
      <p class="next-what">
        <BothNames of={place.office} />
      </p>
      <p class="next-day">
        <Phrase>{say.shortWhen(place.day, place.startMinute)}</Phrase>
      </p>
      <p class="acts">
        <Button>{changing ? words.change : words.hold}</Button>
      </p>
      <Says class="earliest-note">{changing ? words.changeNote : put(words.note, { time: say.forDuration(holdMinutes) })}</Says>
    </PostForm>
  );
}
