import { textsOf } from '../../../languages/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { beginVisit } from '../../begin.ts';
import { serviceAsked } from '../../offers.ts';
import { readTyped, stateOf } from '../../parts/form.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';
import { notOffered } from '../begin/not-offered.tsx';
import { personForm } from './form.tsx';
import { ACTION, PersonPage, type PersonPageProps } from './view.tsx';

/** What was wrong. Its address in another language names the service too: without it the first one would be asked for there. */
export const shown = (page: PersonPageProps, status = 422): Answer =>
  show(<PersonPage {...page} />, status, withQuery(ACTION[page.purpose], { service: page.service.code }));

/** Who goes back to correct a name finds what they typed in this visit and this browser; a finished booking is left alone. */
export async function personPage(ask: Ask): Promise<Answer> {
  const { acts, common, cookie, language, query, token } = ask;
  const service = await serviceAsked(common, textOf(query, 'service'), 'person');
  if (service === undefined) return notOffered(ask);
  const visit = cookie === undefined ? undefined : await acts.visit(cookie);
  const before =
    visit?.purpose === 'book' && visit.serviceCode === service.code && visit.state !== 'booked' ? visit.person : null;
  const boxes = before === null ? {} : personForm(language, 'book').boxes(before);
  return show(<PersonPage token={token()} purpose="book" service={service} state={stateOf(boxes)} />);
}

/** §9(3): begins the visit of who was typed. Nothing is checked against a list; what counts is the mail's link. */
export async function personSubmit(ask: Ask): Promise<Answer> {
  const { language } = ask;
  const service = await serviceAsked(ask.common, textOf(ask.body, 'service'), 'person');
  if (service === undefined) return notOffered(ask);
  const words = textsOf(language).person;
  const typed = readTyped(personForm(language, 'book'), ask.body, ask.clock);
  const page = { token: ask.token(), purpose: 'book', service, state: typed.state } as const;
  if (!typed.ok) return shown(page);
  const { secret, hash } = beginVisit();
  const who = { service: service.code, person: typed.value, address: ask.address, language };
  switch (await ask.acts.identify(who, hash, ask.caller)) {
    case 'ok':
      // What an earlier visit in this browser held is let go: one person, one hold.
      if (ask.cookie !== undefined) await ask.acts.finish(ask.cookie, ask.caller, false);
      return { kind: 'go', to: paths.mail, begin: secret };
    case 'too_many':
      return shown({ ...page, tooMany: await ask.common.numbers('') }, 429);
    case 'refused':
      return shown({ ...page, state: stateOf(typed.boxes, { name: words.errors.name.unreadable }) });
  }
}
