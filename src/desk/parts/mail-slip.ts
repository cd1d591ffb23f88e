import type { FormErrors } from '../../lib/html/index.ts';
import { mailMeant } from '../../lib/values/mail-slip.ts';
import { type Ask, field } from '../route.ts';

/** The box that says which address a clerk was asked about already: sent again, it is taken as it is. */
const AS_TYPED = 'as_typed';
type Typed = Pick<Ask, 'body'>;

/**
 * §8(3)③: one small slip from a common address is asked about once, at its box, while the citizen is still there. Undefined where nothing is to be asked, or
 * was asked before: the address may well be right.
 */
function mailSlip({ body }: Typed): string | undefined {
  const typed = field(body, 'mail');
  const meant = field(body, AS_TYPED) === typed ? undefined : mailMeant(typed);
  return meant === undefined
    ? undefined
    : `「${meant}」の誤りではありませんか。ご本人に確かめて、正しければ、そのままもう一度押してください。`;
}

/** What is wrong with a form, with that question at the box `mail`. */
export function withSlip(ask: Typed, errors: FormErrors): FormErrors {
  const slip = mailSlip(ask);
  return slip === undefined || 'mail' in errors ? errors : { ...errors, mail: slip };
}

/** Travels along in the form that came back with the question. */
export const slipAsked = (ask: Typed): Record<string, string> =>
  mailSlip(ask) === undefined && field(ask.body, AS_TYPED) === '' ? {} : { [AS_TYPED]: field(ask.body, 'mail') };
