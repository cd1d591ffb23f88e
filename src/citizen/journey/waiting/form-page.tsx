import { randomUUID } from 'node:crypto';
import { textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { type Form, FormFields, type FormState } from '../../../lib/form/index.ts';
import { Button, ErrorSummary, hasErrors, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { dayParam } from '../../../lib/values/days.ts';
import type { WaitingPlace } from '../../acts.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { officesFor } from '../../offers.ts';
import { roomsOf, wholeWindow, withinReach } from '../../outlook.ts';
import { KeepTyped } from '../../parts/keep-typed.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { type Wish, wishForm } from './form.ts';
import { HoldPlace, PlaceTold } from './view.tsx';

/** The form of a visit: offices to which its cards can be brought in time and at which so many can come together, and the days it may use at the first of those asked for. `kept`: days chosen already, whatever the window says by now. */
export async function formOf(
  ask: VisitAsk,
  asked: readonly string[],
  kept: readonly string[],
): Promise<{ form: Form<Wish>; office: string } | undefined> {
  const reached = await withinReach(ask, await officesFor(ask.common, ask.visit.serviceCode));
  const rooms = await roomsOf(ask, reached);
  const offices = reached.filter(({ code }) => rooms.get(code) !== false);
  const first = offices.find(({ code }) => asked.includes(code)) ?? offices[0];
  if (first === undefined) return undefined;
  const days = await wholeWindow((from) => ask.days(ask.cookie, ask.visit, first.code, from), cityDay(ask.clock.now()));
  const known = kept.filter((day) => dayParam(day).ok && !days.includes(day));
  const usualEnd = await ask.common.usualEnd('');
  return { form: wishForm(ask.language, offices, [...new Set([...days, ...known])].toSorted(), usualEnd), office: first.code };
}

type Shown = { form: Form<Wish>; office: string; state: FormState; changing: boolean; free?: WaitingPlace | undefined };

/** The form, and what fits at once where something does: then nobody has to wait, and nothing was entered. */
export async function formPage(ask: VisitAsk, { form, office, state, changing, free }: Shown): Promise<Answer> {
  const words = textsOf(ask.language).waiting.form;
  const all = await ask.common.places('');
  const token = ask.token();
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
            {textsOf(ask.language).calendar.earliest.hold}
          </HoldPlace>
        </Notice>
      )}
      <ErrorSummary errors={state.errors} />
      <h1>
        <Phrase>{changing ? words.changeHeading : words.heading}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
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
