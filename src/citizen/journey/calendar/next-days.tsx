import { LinkButton, Sign } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { CounterWord, Office } from '../../common.ts';
import type { Outlook } from '../../outlook.ts';
import { CounterLine, counterNow } from '../../parts/counter-now.tsx';
import { paths, withQuery } from '../../paths.ts';
import { BothNames, Name, useSay, useTexts, With } from '../../speech.tsx';

type NextProps = { office: Office; day: string; href: string; go: string; second: boolean };

export function Next({ office, day, href, go, second }: NextProps) {
  const words = useTexts().calendar;
  const say = useSay();
  return (
    <div class="next">
      <div class="next-in">
        <div class="next-text">
          <p class="next-what">
            <With sentence={(name) => put(words.nextOpen, { office: name })} of={office} />
          </p>
          <p class="next-day">{say.shortDay(day)}</p>
        </div>
        <p class="next-go">
          <LinkButton href={href} kind={second ? 'second' : 'first'}>
            {go}
          </LinkButton>
        </p>
      </div>
    </div>
  );
}

/** An office's next free day, or why there is none. */
function NextDay({ outlook }: { outlook: Outlook }) {
  const words = useTexts().calendar;
  const say = useSay();
  if (outlook.kind !== 'free')
    return <span class="soft">{outlook.kind === 'full' ? words.nextDaysNone : words[outlook.kind].short}</span>;
  return (
    <span>
      {say.shortDay(outlook.day)} {outlook.sign !== 'closed' && <Sign sign={outlook.sign} />}
    </span>
  );
}

/** Every office with its next free day (次に空いている日 across offices). */
export function NextDays({
  found,
  counters,
  href = ({ code }) => withQuery(paths.calendar, { office: code }),
  target,
}: {
  found: { office: Office; outlook: Outlook }[];
  /** What waits at their counters now. */
  counters: ReadonlyMap<string, CounterWord>;
  href?: (office: Office) => string;
  /** Of a page in a frame: where its links open. */
  target?: '_top';
}) {
  const { calendar: words, controls } = useTexts();
  return (
    <ul class="next-days">
      {found.map(({ office, outlook }) => (
        <li>
          <b>
            <BothNames of={office} />
          </b>
          <NextDay outlook={outlook} />
          <CounterLine {...counterNow(counters.get(office.code))} />
          <a href={href(office)} target={target}>
            {words.nextDaysSee}
            <span class="unseen">
              {controls.colon}
              <Name of={office} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
