import { textsOf } from '../../../languages/index.ts';
import { today } from '../../../lib/clock.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { beginVisit } from '../../begin.ts';
import { serviceAsked } from '../../offers.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { nothingTyped, readPerson, typedFrom, typedOf } from './read.ts';
import { PersonPage } from './view.tsx';

/** Who goes back to correct a name finds what they typed in this visit and this browser; a finished booking is left alone. */
export async function personForm({ acts, common, cookie, query, token }: Ask): Promise<Answer> {
  const service = await serviceAsked(common, textOf(query, 'service'), 'person');
  if (service === undefined) return go(paths.start);
  const visit = cookie === undefined ? undefined : await acts.visit(cookie);
  const before =
    visit?.purpose === 'book' && visit.serviceCode === service.code && visit.state !== 'booked' ? visit.person : null;
  const typed = before === null ? nothingTyped : typedFrom(before);
  return show(<PersonPage token={token()} purpose="book" service={service} typed={typed} />);
}

/** §9(3): begins the visit of who was typed. Nothing is checked against a list; what counts is the mail's link. */
export async function personSubmit(ask: Ask): Promise<Answer> {
  const { language } = ask;
  const service = await serviceAsked(ask.common, textOf(ask.body, 'service'), 'person');
  if (service === undefined) return go(paths.start);
  const typed = typedOf(ask.body);
  const page = { token: ask.token(), purpose: 'book', service, typed } as const;
  const read = readPerson(typed, today(ask.clock).toString(), textsOf(language).person.errors);
  if (read.person === undefined) return show(<PersonPage {...page} errors={read.errors} birth={read.birth} />, 422);
  const { secret, hash } = beginVisit();
  const who = { service: service.code, person: read.person, address: ask.address, language };
  switch (await ask.acts.identify(who, hash, ask.caller)) {
    case 'ok':
      // What an earlier visit in this browser held is let go: one person, one hold.
      if (ask.cookie !== undefined) await ask.acts.finish(ask.cookie, ask.caller, false);
      return { kind: 'go', to: paths.mail, begin: secret };
    case 'too_many':
      return show(<PersonPage {...page} tooMany={await ask.common.numbers('')} />, 429);
    case 'refused':
      return show(<PersonPage {...page} errors={{ name: textsOf(language).person.errors.name.unreadable }} />, 422);
  }
}
