import { textsOf } from '../../../languages/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { readTyped, stateOf } from '../../parts/form.ts';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { firstPage } from '../begin/pages.ts';
import { mailForm } from './form.ts';
import { MailPage, MailSentPage } from './view.tsx';

/** Of a booked visit the address is the desk's to change. */
const isBooked = ({ number }: VisitAsk['visit']): boolean => number !== null;

export async function mailPage({ language, token, visit }: VisitAsk): Promise<Answer> {
  if (isBooked(visit)) return go(paths.reservation);
  const form = mailForm(textsOf(language).mail);
  const state = stateOf(visit.mail === null ? {} : form.boxes({ mail: visit.mail, again: visit.mail }));
  const back = firstPage({ code: visit.serviceCode, needsCard: visit.needsCard });
  return show(<MailPage token={token()} form={form} state={state} back={back} />);
}

/** §8(3)③: the address typed twice, then a mail with the link. */
export async function mailSubmit(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  if (isBooked(ask.visit)) return go(paths.reservation);
  const words = textsOf(language).mail;
  const form = mailForm(words);
  const typed = readTyped(form, ask.body, ask.clock);
  const back = firstPage({ code: ask.visit.serviceCode, needsCard: ask.visit.needsCard });
  const page = { token: ask.token(), form, state: typed.state, back };
  if (!typed.ok) return show(<MailPage {...page} />, 422);
  const sent = await ask.acts.requestLink(ask.cookie, typed.value.mail, ask.caller);
  if (!sent.ok)
    return sent.reason === 'bad_mail'
      ? show(<MailPage {...page} state={stateOf(typed.boxes, { mail: words.errors.unreadable })} />, 422)
      : visitOver(ask);
  return sent.value === 'too_many' ? show(<MailPage {...page} tooMany />, 429) : go(paths.mailSent);
}

export async function mailSent({ common, token, visit, query }: VisitAsk): Promise<Answer> {
  if (visit.mail === null) return go(paths.mail);
  const told = textOf(query, 'told');
  return show(
    <MailSentPage
      token={token()}
      mail={visit.mail}
      linkHours={(await common.numbers('')).linkHours}
      notice={told === 'again' || told === 'too-many' ? told : undefined}
    />,
  );
}

export async function mailAgain(ask: VisitAsk): Promise<Answer> {
  if (isBooked(ask.visit)) return go(paths.reservation);
  if (ask.visit.mail === null) return go(paths.mail);
  const sent = await ask.acts.requestLink(ask.cookie, ask.visit.mail, ask.caller);
  if (!sent.ok) return visitOver(ask);
  return go(withQuery(paths.mailSent, { told: sent.value === 'sent' ? 'again' : 'too-many' }));
}
