import { countIn, formatsOf, textsOf } from '../../../languages/index.ts';
import { cityInstant } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Phrase, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { beginPath } from '../../journey/begin/pages.ts';
import { byOf } from '../../offers.ts';
import { Ended } from '../../parts/ended.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { type Answer, type Ask, go, show, type VisitAsk } from '../../route.ts';
import { BothNames } from '../../speech.tsx';
import { type Holding, standing } from '../../visit.ts';
import { cannotChange, whyNot } from '../change/cannot.tsx';
import { calendarOf } from '../reservation/file.ts';
import { bookedOf, waitedFor, withoutBooking } from '../reservation/pages.tsx';

export async function cancelPage(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  const booked = bookedOf(ask);
  if (booked === undefined) return withoutBooking(ask);
  const token = ask.token();
  if (!booked.changeable) return cannotChange(whyNot(booked), language, token, 'cancel');
  const words = textsOf(language).cancel;
  const waits = await waitedFor(ask);
  const office = (await ask.common.places('')).find(({ code }) => code === booked.officeCode);
  return show(
    <Frame title={words.title} token={token}>
      <BackLink href={paths.reservation} />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      {waits !== null && <Says>{textsOf(language).waiting.beside.cancel}</Says>}
      <SummaryList
        rows={[
          { term: words.number, value: <span class="code">{booked.number}</span> },
          { term: words.when, value: <Phrase>{formatsOf(language).longWhen(booked.day, booked.startMinute)}</Phrase> },
          { term: words.office[byOf(booked)], value: office === undefined ? undefined : <BothNames of={office} /> },
          ...(booked.people > 1 ? [{ term: words.who, value: countIn(language, words.people, booked.people) }] : []),
        ]}
      />
      <div class="acts">
        <PostForm action={paths.cancel} token={token} class="inline-form" hidden={{ version: String(booked.version) }}>
          <Button kind="danger">{booked.people > 1 ? countIn(language, words.cancelAll, booked.people) : words.cancel}</Button>
        </PostForm>{' '}
        <LinkButton href={paths.reservation} kind="second">
          {words.keep}
        </LinkButton>
      </div>
      <div class="acts">
        <LinkButton href={withQuery(paths.calendar, { office: booked.officeCode })} kind="second">
          {words.change}
        </LinkButton>{' '}
        {booked.people > 1 && (
          <LinkButton href={paths.party} kind="second">
            {words.one}
          </LinkButton>
        )}
      </div>
    </Frame>,
  );
}

/** Frees the place at once; pressed twice it is cancelled once (§8(3)⑩). */
export async function cancelSubmit(ask: VisitAsk): Promise<Answer> {
  const seen = rowVersion(textOf(ask.body, 'version'));
  if (!seen.ok) return go(paths.cancel);
  const cancelled = await ask.acts.cancel(ask.cookie, seen.value, ask.caller);
  if (cancelled.ok) return go(paths.cancelled);
  switch (cancelled.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'too_late':
    case 'changed_meanwhile':
      return cannotChange(
        cancelled.reason === 'too_late' ? whyNot(ask.visit) : cancelled.reason,
        ask.language,
        ask.token(),
        'cancel',
      );
    case 'unknown':
    case 'over':
      return withoutBooking(ask);
  }
}

const cancelledOf = (visit: VisitRow | undefined): (Holding & { number: string }) | undefined => {
  const was = visit === undefined ? undefined : standing(visit, 'cancelled');
  // A hold that was let go has no number: nothing of it stands in a calendar.
  return was === undefined || was.number === null ? undefined : { ...was, number: was.number };
};

export async function cancelledPage({ acts, cookie, language }: Ask): Promise<Answer> {
  const words = textsOf(language).cancel;
  const visit = cookie === undefined ? undefined : await acts.visit(cookie);
  // Opened by itself, or in another visit since, or a hold that was let go: no booking was cancelled here.
  const was = cancelledOf(visit);
  if (visit === undefined || was === undefined) return go(visit === undefined ? paths.start : paths.continue);
  // Of what had begun already (its counter was shut) nobody is written to.
  const mailed = was.mail !== null && cityInstant(was.day, was.startMinute).epochMilliseconds > was.serverNow.getTime();
  return show(
    <Ended
      title={words.doneTitle}
      says={[...(mailed ? [words.mailed] : []), ...words.done[byOf(was)]]}
      next={[
        { text: words.again, href: beginPath(visit.serviceCode) },
        { text: words.finish, href: paths.start },
      ]}
    >
      <div class="stack">
        <Says>{words.calendar.says}</Says>
        <p>
          <a class="link-alone" href={paths.cancelledFile}>
            {words.calendar.file}
          </a>
        </p>
      </div>
    </Ended>,
  );
}

/** Takes the visit out of the citizen's own calendar. */
export async function cancelledFile(ask: VisitAsk): Promise<Answer> {
  const was = cancelledOf(ask.visit);
  return was === undefined ? withoutBooking(ask) : calendarOf(ask, was, 'CANCEL');
}
