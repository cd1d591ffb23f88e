import { textsOf } from '../../../languages/index.ts';
import type { FormState } from '../../../lib/form/index.ts';
import { hasErrors } from '../../../lib/html/messages.tsx';
import { textOf } from '../../../lib/http/fields.ts';
import { readTyped, stateOf } from '../../parts/form.ts';
import { meantBy } from '../../parts/meant.tsx';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { firstPage } from '../begin/pages.ts';
import { codeForm, mailForm } from './form.ts';
import { MailPage, MailSentPage } from './view.tsx';

/** Of a booked visit the address is the desk's to change. */
const isBooked = ({ number }: VisitAsk['visit']): boolean => number !== null;

export async function mailPage({ language, token, visit, common }: VisitAsk): Promise<Answer> {
  if (isBooked(visit)) return go(paths.reservation);
  const form = mailForm(textsOf(language).mail);
  const state = stateOf(visit.mail === null ? {} : form.boxes({ mail: visit.mail, again: visit.mail }));
  const back = firstPage({ code: visit.serviceCode, needsCard: visit.needsCard });
  return show(<MailPage token={token()} form={form} state={state} back={back} visit={visit} away={await common.mailsAway('')} />);
}

/** §8(3)③: the address typed twice, then a mail with the link. */
export async function mailSubmit(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  if (isBooked(ask.visit)) return go(paths.reservation);
  const words = textsOf(language).mail;
  const form = mailForm(words);
  const typed = readTyped(form, ask.body, ask.clock);
  const back = firstPage({ code: ask.visit.serviceCode, needsCard: ask.visit.needsCard });
  const page = { token: ask.token(), form, state: typed.state, back, visit: ask.visit, away: await ask.common.mailsAway('') };
  const meant = meantBy(typed, ask.body);
  if (!typed.ok || meant !== undefined) return show(<MailPage {...page} meant={meant} />, 422);
  const sent = await ask.acts.requestLink(ask.cookie, typed.value.mail, ask.caller);
  if (!sent.ok)
    return sent.reason === 'bad_mail'
      ? show(<MailPage {...page} state={stateOf(typed.boxes, { mail: words.errors.unreadable })} />, 422)
      : visitOver(ask);
  return sent.value === 'too_many' ? show(<MailPage {...page} tooMany />, 429) : go(paths.mailSent);
}

async function sentPage(ask: VisitAsk, mail: string, code: FormState = stateOf({})): Promise<Answer> {
  const told = textOf(ask.query, 'told');
  return show(
    <MailSentPage
      token={ask.token()}
      mail={mail}
      linkHours={(await ask.common.numbers('')).linkHours}
      notice={told === 'again' || told === 'too-many' ? told : undefined}
      code={code}
      away={await ask.common.mailsAway('')}
    />,
    hasErrors(code.errors) ? 422 : 200,
  );
}

export async function mailSent(ask: VisitAsk): Promise<Answer> {
  return ask.visit.mail === null ? go(paths.mail) : sentPage(ask, ask.visit.mail);
}

/** The mail was read on another device: its six digits lead on here, as its link would there. */
export async function codeSubmit(ask: VisitAsk): Promise<Answer> {
  const { visit, language } = ask;
  if (isBooked(visit)) return go(paths.reservation);
  if (visit.mail === null) return go(paths.mail);
  const words = textsOf(language).mail.code;
  const typed = readTyped(codeForm(words), ask.body, ask.clock);
  if (!typed.ok) return sentPage(ask, visit.mail, typed.state);
  const came = await ask.acts.typeCode(ask.cookie, typed.value.code, ask.address, ask.caller);
  if (!came.ok) return visitOver(ask);
  if (came.value === 'refused') return sentPage(ask, visit.mail, stateOf(typed.boxes, { code: words.wrong }));
  // On from where the visit stands: it may hold a place already.
  return go((await ask.acts.visit(ask.cookie))?.state === 'held' ? paths.cautions : paths.calendar);
}

export async function mailAgain(ask: VisitAsk): Promise<Answer> {
  if (isBooked(ask.visit)) return go(paths.reservation);
  if (ask.visit.mail === null) return go(paths.mail);
  const sent = await ask.acts.requestLink(ask.cookie, ask.visit.mail, ask.caller);
  if (!sent.ok) return visitOver(ask);
  return go(withQuery(paths.mailSent, { told: sent.value === 'sent' ? 'again' : 'too-many' }));
}
