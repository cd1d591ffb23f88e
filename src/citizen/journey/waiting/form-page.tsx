import { randomUUID } from 'node:crypto';
import { formatsOf, textsOf } from '../../../languages/index.ts';
import { type Form, FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { DAY_KINDS, PARTS } from '../../../waiting/acts.ts';
import { kindsIn, partsOf } from '../../../waiting/openings.ts';
import type { WaitingPlace, WaitingWish } from '../../acts.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { officesFor } from '../../offers.ts';
import { withinReach } from '../../outlook.ts';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';
import { type Wish, wishForm } from './form.ts';
import { HoldPlace, PlaceTold } from './view.tsx';

/** Whether a day lies in a window. */
const within = (day: string, { earliest, latest }: { earliest: string | null; latest: string | null }): boolean =>
  earliest !== null && latest !== null && day >= earliest && day <= latest;

/**
 * The form of a visit: offices to which its cards can be brought in time and at which so many can come together on some day, and the days on which one of them opens
 * for it; beside a booking those up to its own. `kept`: days chosen already, whatever the window says by now. `entry`: what is waited for already; a closing that may end takes nothing of it out of the form.
 */
export async function formOf(
  ask: VisitAsk,
  asked: readonly string[],
  kept: readonly string[],
  entry: WaitingWish | null,
): Promise<{ form: Form<Wish>; fresh: Wish } | undefined> {
  const { windows, visit, common } = ask;
  const offered = await officesFor(common, visit.serviceCode);
  const reached = await withinReach(ask, offered);
  const all = await common.openings(`${visit.serviceCode}\n${visit.people}`);
  const reach = new Map(
    await Promise.all(
      reached.map(
        async ({ code }) =>
          [code, await windows(visit.serviceCode, code, visit.cardOffices ?? [null], visit.cardsExpireOn)] as const,
      ),
    ),
  );
  const booked = standing(visit, 'booked')?.day;
  const openings = all.filter(
    ({ office, day }) =>
      within(day, reach.get(office) ?? { earliest: null, latest: null }) && (booked === undefined || day <= booked),
  );
  const offices = offered.filter(({ code }) => openings.some(({ office }) => office === code) || entry?.offices.includes(code));
  const first = offices.find(({ code }) => asked.includes(code)) ?? offices[0];
  if (first === undefined) return undefined;
  const days = [...new Set(openings.map(({ day }) => day))].toSorted();
  const known = kept.filter((day) => dayParam(day).ok && !days.includes(day));
  const usualEnd = await common.usualEnd('');
  // At first everything is ticked, from the first to the last day of the office that was looked at.
  const own = openings.filter(({ office }) => office === first.code);
  const fresh = {
    offices: [first.code],
    from: own[0]?.day ?? '',
    to: own.at(-1)?.day ?? '',
    kinds: kindsIn(openings),
    parts: partsOf(openings),
  };
  return {
    form: wishForm(ask.language, {
      ...{ offices, openings, usualEnd },
      days: [...new Set([...days, ...known])].toSorted(),
      kinds: DAY_KINDS.filter((kind) => fresh.kinds.includes(kind) || entry?.kinds.includes(kind)),
      parts: PARTS.filter((part) => fresh.parts.includes(part) || entry?.parts.includes(part)),
    }),
    fresh,
  };
}

type Shown = { form: Form<Wish>; fresh: Wish; state: FormState; changing: boolean; free?: WaitingPlace | undefined };

/** The form, and what fits at once where something does: then nobody has to wait, and nothing was entered. */
export async function formPage(ask: VisitAsk, { form, fresh, state, changing, free }: Shown): Promise<Answer> {
  const words = textsOf(ask.language).waiting.form;
  const all = await ask.common.places('');
  const [office = ''] = fresh.offices;
  const token = ask.token();
  const booked = standing(ask.visit, 'booked');
  const when = booked === undefined ? '' : formatsOf(ask.language).longWhen(booked.day, booked.startMinute);
  return show(
    <Frame
      title={textsOf(ask.language).waiting.title}
      token={token}
      wrong={hasErrors(state.errors) || free !== undefined}
      aside={<SoFar visit={ask.visit} offices={all} />}
    >
      <BackLink href={changing ? paths.waiting : withQuery(paths.calendar, { office })} />
      {free !== undefined && (
        <Notice kind="care" title={changing ? words.free.changeTitle : words.free.title} first>
          <Says>{words.free.says}</Says>
          <PlaceTold place={free} offices={all} />
          <HoldPlace place={free} token={token} id={randomUUID()}>
            {booked === undefined ? textsOf(ask.language).calendar.earliest.hold : textsOf(ask.language).waiting.beside.go}
          </HoldPlace>
        </Notice>
      )}
      <ErrorSummary errors={state.errors} />
      <h1>
        <Phrase>{changing ? words.changeHeading : words.heading}</Phrase>
      </h1>
      <Says class="lead">{booked === undefined ? words.lead : put(textsOf(ask.language).waiting.beside.lead, { when })}</Says>
      <PostForm action={paths.waiting} token={token} hidden={{ id: randomUUID() }}>
        <FormFields form={form} state={state} />
        <div class="acts">
          <Button>{changing ? words.change : words.go}</Button>
        </div>
        <KeepTyped action={paths.waiting} />
      </PostForm>
    </Frame>,
    hasErrors(state.errors) ? 422 : free !== undefined ? 409 : 200,
    withQuery(paths.waiting, changing ? { change: 'yes' } : { office }),
  );
}
