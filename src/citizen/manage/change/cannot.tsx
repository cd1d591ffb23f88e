import { type Language, textsOf } from '../../../languages/index.ts';
import { Ended } from '../../parts/ended.tsx';
import { paths } from '../../paths.ts';
import type { VisitRow } from '../../read-visits.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';

type Reason = 'too_late' | 'by_phone' | 'changed_meanwhile';

/** What a change or a cancellation meets when it may not be done on the web, or was done elsewhere meanwhile. */
export function cannotChange(reason: Reason, language: Language, token: string, what: 'change' | 'cancel' = 'change'): Answer {
  const words = textsOf(language).change;
  const tooLate = what === 'cancel' ? words.tooLateCancelTitle : words.tooLateTitle;
  const [title, says] = {
    too_late: [tooLate, words.tooLate] as const,
    by_phone: [tooLate, words.byPhone] as const,
    changed_meanwhile: [words.meanwhileTitle, words.meanwhile] as const,
  }[reason];
  return show(<Ended title={title} says={says} token={token} next={[{ text: words.see, href: paths.reservation }]} />, 409);
}

/** Past its deadline, or a booking that is never changed on the web. */
export const whyNot = ({ changeableUntil }: Pick<VisitRow, 'changeableUntil'>): 'too_late' | 'by_phone' =>
  changeableUntil === null ? 'by_phone' : 'too_late';

/** What days and times to choose from meet where the visit is booked and may not be changed on the web; undefined: it may, or is not booked. */
export function mayNotMove({ visit, language, token }: VisitAsk): Answer | undefined {
  const booked = standing(visit, 'booked');
  return booked?.changeable === false ? cannotChange(whyNot(booked), language, token()) : undefined;
}
