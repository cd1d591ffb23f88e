import { deadlineIn, momentFrom } from '../../../languages/index.ts';
import { partsIn } from '../../../languages/parts-of-day.ts';
import { Button, LinkButton, Notice, Phrase, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { WaitingPlace, WaitingRow } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { Bullets } from '../../parts/bullets.tsx';
import { paths, withQuery } from '../../paths.ts';
import { BothNames, useCount, useSay, useTexts } from '../../speech.tsx';

/** Below an office's days: who finds none that fits may wait for one; who has a booking, for an earlier one. */
export function WaitBox({ office, beside }: { office: string; beside: boolean }) {
  const { waiting } = useTexts();
  const words = beside ? waiting.beside.box : waiting.box;
  return (
    <section class="section" aria-labelledby="wait">
      <h2 id="wait">
        <Phrase>{words.title}</Phrase>
      </h2>
      <Says>{words.says}</Says>
      <p class="acts">
        <LinkButton href={withQuery(paths.waiting, { office })} kind="second">
          {words.go}
        </LinkButton>
      </p>
    </section>
  );
}

/** The end of an offer: an instant as the reader says it, the day too where it is not today. */
export function useUntil(): (until: string, now: Temporal.Instant) => string {
  const say = useSay();
  return (until, now) => momentFrom(say, new Date(until), now);
}

/** Names of offices by their codes. */
function Offices({ codes, offices }: { codes: readonly string[]; offices: readonly Office[] }) {
  const found = offices.filter(({ code }) => codes.includes(code));
  return (
    <ul>
      {found.map((office) => (
        <li>
          <BothNames of={office} />
        </li>
      ))}
    </ul>
  );
}

/** What is waited for, in words; never how many others wait. */
export function WishTold({ row, offices, usualEnd }: { row: WaitingRow; offices: readonly Office[]; usualEnd: number }) {
  const words = useTexts().waiting;
  const say = useSay();
  const count = useCount();
  const partWords = partsIn(words.form, say, usualEnd);
  return (
    <SummaryList
      rows={[
        { term: words.form.offices, value: <Offices codes={row.offices} offices={offices} /> },
        {
          term: words.entry.days,
          value: (
            <Phrase>
              {row.from === row.to
                ? say.shortDay(row.from)
                : put(words.entry.run, { from: say.shortDay(row.from), to: say.shortDay(row.to) })}
            </Phrase>
          ),
        },
        { term: words.form.kinds, value: <Phrase>{say.list(row.kinds.map((kind) => words.form.kind[kind]))}</Phrase> },
        { term: words.form.parts, value: <Phrase>{say.list(row.parts.map((part) => partWords[part]))}</Phrase> },
        { term: words.entry.people, value: <Phrase>{count(words.entry.together, row.people)}</Phrase> },
      ]}
    />
  );
}

/** A time, where and when; beside it until when it is held, where it is. */
export function PlaceTold({ place, offices, until }: { place: WaitingPlace; offices: readonly Office[]; until?: string }) {
  const words = useTexts().waiting;
  const say = useSay();
  const office = offices.find(({ code }) => code === place.office);
  return (
    <SummaryList
      rows={[
        { term: words.form.office, value: office === undefined ? undefined : <BothNames of={office} /> },
        { term: words.link.when, value: <Phrase>{say.longWhen(place.day, place.startMinute)}</Phrase> },
        ...(until === undefined ? [] : [{ term: words.link.held, value: <Phrase>{put(words.link.until, { until })}</Phrase> }]),
      ]}
    />
  );
}

/** One press holds a time, as on the page of times. */
export function HoldPlace({ place, token, id, children }: { place: WaitingPlace; token: string; id: string; children: string }) {
  return (
    <PostForm action={paths.times} token={token} hidden={{ office: place.office, day: place.day, slot: String(place.slot), id }}>
      <p class="acts">
        <Button>{children}</Button>
      </p>
    </PostForm>
  );
}

/** One press moves the booking to a time that is held for it. `version`: of the booking as it is shown. */
export function MoveHere({ place, token, version }: { place: WaitingPlace; token: string; version: number }) {
  const hidden = { office: place.office, day: place.day, slot: String(place.slot), version: String(version) };
  return (
    <PostForm action={paths.change} token={token} hidden={hidden}>
      <p class="acts">
        <Button>{useTexts().waiting.beside.go}</Button>
      </p>
    </PostForm>
  );
}

/** A press that lets what is held go, and what becomes of it. */
export function LetPass({ token }: { token: string }) {
  const words = useTexts().waiting;
  return (
    <div class="stack lead">
      <Says>{words.link.passNote}</Says>
      <PostForm action={paths.waitingLetPass} token={token}>
        <p class="acts">
          <Button kind="second">{words.link.pass}</Button>
        </p>
      </PostForm>
    </div>
  );
}

/** What is held is for other people than this visit's: how they go on with it. */
export function NotTheirs({ row }: { row: WaitingRow }) {
  const words = useTexts().waiting;
  const count = useCount();
  return <Says>{count(words.entry.notTheirs, row.people)}</Says>;
}

/** Beside the button that leaves the list: what is held goes with it, and a booking stays. Nothing where there is neither. */
export function LeaveNote({ row }: { row: WaitingRow }) {
  const words = useTexts().waiting;
  if (row.offer === null && row.booking === null) return null;
  return (
    <div class="stack lead">
      {row.offer !== null && (
        <Notice kind="care">
          <Says>{words.offer.leave}</Says>
        </Notice>
      )}
      {row.booking !== null && <Says>{words.beside.leave}</Says>}
    </div>
  );
}

/** How an offer comes, how long it is held, and that letting it pass costs nothing. */
export function HowItComes({ row, hours }: { row: WaitingRow; hours: number }) {
  const { entry: words, beside } = useTexts().waiting;
  const say = useSay();
  const holdSays = row.booking === null ? words.how.hold.says : beside.hold;
  const steps = [
    words.how.mail,
    { title: put(words.how.hold.title, { time: say.forDuration(hours * 60) }), says: holdSays },
    words.how.pass,
  ];
  return (
    <>
      <section class="section">
        <h2>
          <Phrase>{words.how.title}</Phrase>
        </h2>
        <ol class="prepare">
          {steps.map(({ title, says }, index) => (
            <li>
              <span class="prepare-n" aria-hidden="true">
                {index + 1}
              </span>
              <b>
                <Phrase>{title}</Phrase>
              </b>
              <Phrase>{says}</Phrase>
            </li>
          ))}
        </ol>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.notes.title}</Phrase>
        </h2>
        <Bullets lines={[words.notes.sure, words.notes.others, put(words.notes.ends, deadlineIn(say, new Date(row.last)))]} />
      </section>
    </>
  );
}

/** That the booking beside which they wait stays; where there is none, that there is none yet, and that waiting does not stand in the way of one. */
export function HowItStands({ booking }: Pick<WaitingRow, 'booking'>) {
  const { entry, beside } = useTexts().waiting;
  const say = useSay();
  if (booking === null)
    return (
      <Notice kind="care" title={entry.notYet.title}>
        <Says>{entry.notYet.says}</Says>
      </Notice>
    );
  return (
    <Notice kind="info" title={beside.stays.title}>
      <Says>{put(beside.stays.says, { when: say.longWhen(booking.day, booking.startMinute) })}</Says>
    </Notice>
  );
}
