import { type Texts, textsOf } from '../../../languages/index.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/messages.tsx';
import { textOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import type { ValueRefusal } from '../../../lib/values/read.ts';
import { strangeInMail } from '../../../lib/values/strange.ts';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { firstPage } from '../begin/pages.ts';
import { MailPage, MailSentPage } from './view.tsx';

const LONGEST_BACK = 300;

/** Of a booked visit the address is the desk's to change. */
const isBooked = ({ number }: VisitAsk['visit']): boolean => number !== null;

export async function mailForm({ token, visit }: VisitAsk): Promise<Answer> {
  if (isBooked(visit)) return go(paths.reservation);
  const mail = visit.mail ?? '';
  const back = firstPage({ code: visit.serviceCode, needsCard: visit.needsCard });
  return show(<MailPage token={token()} first={mail} second={mail} back={back} />);
}

/** What is wrong with an address: the character, or what is missing. */
function mailError(typed: string, reason: ValueRefusal, words: Texts['mail']['errors']): string {
  const strange = reason === 'unreadable' ? strangeInMail(typed) : undefined;
  if (strange === undefined || 'digits' in strange) return words[reason];
  if ('sign' in strange) return put(words.sign, { sign: strange.sign.trim() === '' ? words.space : strange.sign });
  return strange.lacks === 'at' ? words.noAt : words.domain;
}

/** §8(3)③: the address typed twice, then a mail with the link. */
export async function mailSubmit(ask: VisitAsk): Promise<Answer> {
  const { language } = ask;
  if (isBooked(ask.visit)) return go(paths.reservation);
  const words = textsOf(language).mail.errors;
  const first = textOf(ask.body, 'mail').slice(0, LONGEST_BACK);
  const second = textOf(ask.body, 'mail_again').slice(0, LONGEST_BACK);
  const back = firstPage({ code: ask.visit.serviceCode, needsCard: ask.visit.needsCard });
  const page = { token: ask.token(), first, second, back };
  const mail = mailAddress(first);
  const again = mailAddress(second);
  const errors: FormErrors = {};
  if (!mail.ok) errors['mail'] = mailError(first, mail.reason, words);
  else if (!again.ok && again.reason === 'empty') errors['mail_again'] = words.again;
  else if (!again.ok || again.value.toLowerCase() !== mail.value.toLowerCase()) errors['mail_again'] = words.differ;
  if (hasErrors(errors) || !mail.ok) return show(<MailPage {...page} errors={errors} />, 422);
  const sent = await ask.acts.requestLink(ask.cookie, mail.value, ask.caller);
  if (!sent.ok)
    return sent.reason === 'bad_mail' ? show(<MailPage {...page} errors={{ mail: words.unreadable }} />, 422) : visitOver(ask);
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
