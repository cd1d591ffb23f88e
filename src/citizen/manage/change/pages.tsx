import { formatsOf, textsOf } from '../../../languages/index.ts';
import { Button, ErrorSummary, hasErrors, LinkButton, Phrase, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { rowVersion, slotId } from '../../../lib/values/ids.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { goneFrom, soughtAgain, soughtIn } from '../../journey/times/pages.tsx';
import { KeepTyped, onlySpeaks } from '../../parts/keep-typed.tsx';
import { missingReads, NewlyRead, NOTHING_READ, type Read, readIn } from '../../parts/newly-read.tsx';
import { blockedParty, tooOften, visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { BothNames } from '../../speech.tsx';
import { bookedOf, withoutBooking } from '../reservation/pages.tsx';
import { cannotChange, whyNot } from './cannot.tsx';

/** Before and after, what is new to the party on that day (§8(3)⑨⑩), and one button: a moved visit is asked about once. */
export const changePage = (ask: VisitAsk): Promise<Answer> => page(ask, ask.query, NOTHING_READ, false);

/** `asked`: office, day and slot, of the address or of the form. `pressed`: what is not read is said at its box. */
async function page(ask: VisitAsk, asked: unknown, read: Read, pressed: boolean): Promise<Answer> {
  const { language } = ask;
  const booked = bookedOf(ask);
  if (booked === undefined) return withoutBooking(ask);
  const [office, day, slot] = [textOf(asked, 'office'), dayParam(textOf(asked, 'day')), slotId(textOf(asked, 'slot'))];
  if (!day.ok || !slot.ok) return go(paths.calendar);
  if (!booked.changeable) return cannotChange(whyNot(booked), language, ask.token());
  const [offices, times, toRead] = await Promise.all([
    ask.common.places(''),
    ask.acts.times(ask.cookie, office, day.value),
    ask.acts.toRead(ask.cookie, slot.value),
  ]);
  const time = times.find((one) => one.slotId === slot.value);
  if (time === undefined) return goneFrom(asked, 'other');
  const words = textsOf(language).change;
  const sought = soughtIn(asked);
  const token = ask.token();
  const notRead = toRead ?? { cautions: [], bring: [] };
  const errors = pressed ? missingReads(language, notRead, read) : {};
  const row = (term: string, code: string, on: string, minute: number) => {
    const at = offices.find((one) => one.code === code);
    return {
      term,
      value: <Phrase>{formatsOf(language).longWhen(on, minute)}</Phrase>,
      more: at === undefined ? undefined : <BothNames of={at} />,
    };
  };
  return show(
    <Frame title={words.title} token={token} wrong={hasErrors(errors)}>
      <BackLink href={sought.earliest === '' ? withQuery(paths.times, { office, day: day.value }) : soughtAgain(asked)} />
      <ErrorSummary errors={errors} />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      <SummaryList
        rows={[
          row(words.before, booked.officeCode, booked.day, booked.startMinute),
          row(words.after, office, day.value, time.startMinute),
        ]}
      />
      <PostForm
        action={paths.change}
        token={token}
        hidden={{ office, day: day.value, slot: String(slot.value), version: String(booked.version), ...sought }}
      >
        <NewlyRead notRead={notRead} read={read} errors={errors} />
        <div class="acts">
          <Button>{words.change}</Button>{' '}
          <LinkButton href={paths.reservation} kind="second">
            {words.keep}
          </LinkButton>
        </div>
        <KeepTyped action={paths.change} />
      </PostForm>
    </Frame>,
    hasErrors(errors) ? 422 : 200,
    withQuery(paths.change, { office, day: day.value, slot: String(slot.value), ...sought }),
  );
}

/** The new place is secured, then the old one freed; pressed twice it is one change (§8(3)⑩). */
export async function changeSubmit(ask: VisitAsk): Promise<Answer> {
  const { body, language, visit } = ask;
  if (onlySpeaks(body)) return page(ask, body, readIn(body), false);
  const slot = slotId(textOf(body, 'slot'));
  const seen = rowVersion(textOf(body, 'version'));
  if (!slot.ok || !seen.ok) return go(paths.calendar);
  const moved = await ask.acts.move(ask.cookie, slot.value, seen.value, ask.caller, readIn(body));
  if (moved.ok) return go(withQuery(paths.reservation, { done: 'changed' }));
  switch (moved.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'too_often':
      return tooOften(ask);
    case 'to_read':
      return page(ask, body, readIn(body), true);
    case 'too_late':
    case 'changed_meanwhile':
      return cannotChange(moved.reason === 'too_late' ? whyNot(visit) : moved.reason, language, ask.token());
    case 'unknown':
    case 'lapsed':
      // A visit that was taken away is moved after its day too; who booked again since has that one.
      if (moved.detail === 'already_booked') return blockedParty({ reason: 'already_booked' }, ask);
      return visit.state === 'booked' ? cannotChange('changed_meanwhile', language, ask.token()) : withoutBooking(ask);
    default:
      return goneFrom(body, moved.reason);
  }
}
