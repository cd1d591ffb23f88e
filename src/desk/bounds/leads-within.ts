import type { Session } from '../../staff/sessions.ts';
import { isOfOffices } from './reach.ts';

/** Whether a page is offered to this account: one of the whole city is not to who is bound to offices. `href`: without numbers in it. */
export const leadsWithin = ({ bounds }: Pick<Session, 'bounds'>, href: string): boolean =>
  bounds === null || isOfOffices('GET', href.split('?')[0] ?? '');
